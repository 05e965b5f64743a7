/** Which of a statement's placeholders stand for columns with secret names. */
export interface BoundNames {
  /** How many values the statement takes by their place. */
  count: number
  /** Names of columns, by the zero-based places of values. */
  places: { place: number, name: string }[]
  /** The same by the names of placeholders, without their sign. */
  names: { key: string, name: string }[]
  /** `VALUES ?`: the columns of rows that are given as one value, by its place. */
  rows: { place: number, columns: readonly string[] }[]
}

/** Of a longer one the values are too many to be recorded. */
const MAX_CHARS = 20_000

const STATEMENT = /^(?:\s|\(|;|--[^\n]{0,500}\n|\/\*[^*]{0,500}\*\/)*(?:insert|update|select|delete|replace|upsert|merge|with|call|exec(?:ute)?|alter|create|set|grant)\s/i

/** Whether a text begins as a statement of SQL does. */
export const isStatement = (text: string): boolean => STATEMENT.test(text)

const TOKENS = new RegExp([
  "'((?:[^']|'')*)'", '(?:--|#)[^\\n]*', '/\\*[^*]{0,500}\\*/', '"([^"]*)"', '`([^`]*)`', '\\[([\\w ]{1,80})\\]',
  '::\\w+', '@@\\w+', '\\?[|&]', '(\\?\\?|\\?\\d*|\\$\\w+|:\\w+|@\\w+|%s|%\\(\\w+\\)s)', '([A-Za-z_][\\w$]*)', '(<=>|[<>!]=|<>|->>?|[=<>(),;])',
].join('|'), 'g')

/** What ends a comparison, and what no column is called that stands without quotes. */
const KEYWORDS = new Set(`
  and or where set from having order group limit offset returning when then else end join on using as values value select union not any all some
`.trim().split(/\s+/))

const COMPARISONS = new Set(['like', 'ilike', 'rlike', 'regexp', 'in', 'is', 'match', 'contains'])

/**
 * Finds what a statement's placeholders (`?`, `?1`, `$1`, `:name`, `@name`, `%s`) are for: columns of an `INSERT` in all its rows, and
 * whatever they are compared with or set to (`password = ?`, `token IN (?, ?)`, `secret = crypt(?, salt)`, `PASSWORD ?`). Undefined if
 * no secret is among them.
 */
export function boundNames (statement: string, isSecretName: (name: string) => boolean): BoundNames | undefined {
  const reader = new StatementReader(isSecretName)
  for (const token of statement.slice(0, MAX_CHARS).matchAll(TOKENS)) reader.read(token)
  const { places, names, rows } = reader.found
  return places.length + names.length + rows.length > 0 ? reader.found : undefined
}

class StatementReader {
  readonly found: BoundNames = { count: 0, places: [], names: [], rows: [] }
  private depth = 0
  /** The last identifier, and the one before an operator with the depth of it. */
  private last = ''
  private subject = ''
  private subjectDepth = 0
  private wordBefore = ''
  private before = ''
  private isInsert = false
  private isNaming = false
  private columns: string[] = []
  /** Where rows of values are read: the depth around them. */
  private rowsDepth: number | undefined
  private column = 0
  private isAfterArrow = false
  private reversed: string | number | undefined

  constructor (private readonly isSecretName: (name: string) => boolean) {}

  read (token: RegExpMatchArray): void {
    const [whole, literal, double, back, bracket, placeholder, word, sign] = token
    const quoted = double ?? back ?? bracket
    if (placeholder !== undefined) this.placeholder(placeholder)
    else if (quoted !== undefined) this.name(quoted)
    else if (word !== undefined) this.word(word)
    else if (sign !== undefined) this.sign(sign)
    else if (literal !== undefined && this.isAfterArrow) this.last = literal
    if (sign === undefined) this.isAfterArrow = false
    this.before = whole
  }

  private placeholder (text: string): void {
    const key = this.keyOf(text)
    const { rowsDepth } = this
    if (rowsDepth !== undefined && this.depth === rowsDepth && /^values?$/.test(this.wordBefore) && typeof key === 'number') {
      if (this.columns.some(name => this.isSecretName(name))) this.found.rows.push({ place: key, columns: this.columns })
      return
    }
    const isInRow = rowsDepth !== undefined && this.depth > rowsDepth
    const name = isInRow ? this.columns[this.column] ?? '' : this.subject !== '' ? this.subject : this.spoken()
    if (name !== '') this.note(key, name)
    this.reversed = isInRow || this.subject !== '' ? undefined : key
    if (typeof key === 'string') this.last = key
  }

  /** `WITH PASSWORD ?`, `IDENTIFIED BY ?` */
  private spoken (): string {
    const before = this.before.toLowerCase()
    if (before === 'by' && this.wordBefore === 'identified') return 'password'
    return before === this.wordBefore && this.isSecretName(before) ? before : ''
  }

  private keyOf (text: string): number | string {
    const name = text.replace(/^(?:%\(|[?$:@])|\)s$/g, '')
    const isNumber = /^\d+$/.test(name)
    if (!isNumber && name !== '' && name !== '?' && text !== '%s') return name
    const place = isNumber ? Number(name) - 1 : this.found.count
    if (place >= this.found.count) this.found.count = place + 1
    return place
  }

  private note (key: number | string, name: string): void {
    if (!this.isSecretName(name)) return
    if (typeof key === 'number') this.found.places.push({ place: key, name })
    else this.found.names.push({ key, name })
  }

  private name (name: string): void {
    if (this.isNaming && this.columns.length < 200) this.columns.push(name)
    this.last = name
    if (this.reversed !== undefined && this.subject !== '') this.note(this.reversed, name)
    this.reversed = undefined
  }

  private word (text: string): void {
    const word = text.toLowerCase()
    const isColumn = this.isNaming && this.depth > 0
    if (!isColumn && (word === 'insert' || word === 'replace')) {
      this.isInsert = true
      this.columns = []
    } else if (!isColumn && (word === 'values' || word === 'value' || word === 'select') && this.isInsert && this.rowsDepth === undefined) {
      this.isInsert = false
      this.rowsDepth = word === 'select' ? this.depth - 1 : this.depth
      this.column = 0
    } else if (this.rowsDepth !== undefined && this.depth <= this.rowsDepth + 1 && /^(?:on|returning|from|where|set)$/.test(word)) {
      if (word !== 'on' || this.depth <= this.rowsDepth) this.rowsDepth = undefined
    }
    if (!isColumn && KEYWORDS.has(word)) {
      // `a NOT LIKE ?`, `a = ANY(?)`
      if (!/^(?:not|any|all|some)$/.test(word)) this.last = this.subject = ''
    } else if (!isColumn && COMPARISONS.has(word)) this.compare()
    else if (!(word === 'by' && this.wordBefore === 'identified')) this.name(text)
    else return
    this.wordBefore = word
  }

  private sign (sign: string): void {
    if (sign === '(') {
      if (this.isInsert && this.depth === 0 && this.columns.length === 0) this.isNaming = true
      if (this.rowsDepth === this.depth) this.column = 0
      this.depth++
    } else if (sign === ')') {
      this.depth--
      this.isNaming = false
      if (this.depth < this.subjectDepth) this.subject = ''
    } else if (sign === ',' || sign === ';') {
      if (this.rowsDepth !== undefined && this.depth === this.rowsDepth + 1) this.column++
      if (this.depth <= this.subjectDepth) this.subject = ''
    } else if (sign.startsWith('->')) this.isAfterArrow = true
    else this.compare()
  }

  private compare (): void {
    this.subject = this.last
    this.subjectDepth = this.depth
    // `? = password`
    if (this.reversed !== undefined) this.subject ||= '?'
  }
}
