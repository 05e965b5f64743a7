/** How one function in `ghost()` is watched and what comes of its failures. */
export interface GhostOptions {
  /**
   * What is done with a failure. `terminal` (default): a capsule, and the whole Chaos Report on stderr. `html`: a capsule and its HTML
   * page, and a line with their paths. `capsule`: a capsule and a line. `silent`: nothing is written or printed; a breadcrumb is left, and
   * if the same error becomes a crash later (it goes uncaught, `capture(error)`), that capsule has what the ghost knows.
   */
  reportType?: 'terminal' | 'html' | 'capsule' | 'silent'
  /** Writes the HTML page beside the capsule, whatever the `reportType` (but `silent`) and the configuration's `html` say. */
  exportHtml?: boolean
  /**
   * Frames of the program whose variables are recorded, counted from the throw outwards: the function that threw, its callers, the
   * ghosted function, and its callers. Further ones are recorded by name and place. Default: all.
   */
  depth?: number
  /** The failure ends here: the call gives `undefined`, a promise resolves to it, an iterator ends. Constructors throw all the same. */
  suppress?: boolean
  /** More names (of variables, properties, keys) whose values are secrets in the reports of this function. */
  maskVars?: readonly string[]
  /** Records how the process's memory changed from the call to the failure. Costs some microseconds for every call. */
  logMemory?: boolean
}
