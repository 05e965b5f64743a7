// yargs measures texts with string-width, too: with it loaded and asked only where a text is not plain, commands start sooner.
import { join } from 'node:path'

const ours = join(import.meta.dirname, '../src/terminal/string-width.ts')

export const narrowWidths = {
  name: 'narrow-widths',
  setup (build) {
    build.onResolve({ filter: /^string-width$/ }, ({ importer }) => /[\\/]node_modules[\\/]/.test(importer) ? { path: ours } : undefined)
  },
}
