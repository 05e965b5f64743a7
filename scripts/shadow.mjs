// Bundles the shadow heap (cli/shadow/realm/) as one script whose value is a function: it runs in a realm without modules.
import { join } from 'node:path'
import { build } from 'esbuild'

export async function buildShadow (dist, options = {}) {
  return build({
    bundle: true, format: 'iife', platform: 'neutral', target: 'es2022', minify: true, legalComments: 'none', logLevel: 'warning', metafile: true,
    entryPoints: [join(import.meta.dirname, '..', 'cli', 'shadow', 'realm', 'index.ts')], outfile: join(dist, 'shadow.js'),
    globalName: '$faultsnap_shadow', footer: { js: '$faultsnap_shadow.createShadow' }, ...options,
  })
}
