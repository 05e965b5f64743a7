/** What stands in for `string-width` where other packages of the command line ask for it, see scripts/narrow-widths.mjs. */
export { textWidth as default } from './text-width'
