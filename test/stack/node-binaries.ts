import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/**
 * The Node binaries to test with: those of `FAULTSNAP_TEST_NODES` (separated as in PATH), else `n20` to `n26` in the folder
 * `nodes` of the temporary directory, else the running one.
 */
export const nodeBinaries: string[] = (() => {
  const named = process.env.FAULTSNAP_TEST_NODES?.split(delimiter).filter(path => path !== '')
  const found = named ?? ['n20', 'n22', 'n24', 'n26'].map(name => join(tmpdir(), 'nodes', name)).filter(path => existsSync(path))
  return found.length > 0 ? found : [process.execPath]
})()
