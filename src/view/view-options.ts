import type { Colours } from '../terminal/colours'

/** How to show something. `columns`: characters per line. `isTerminal: false` is a pipe, where nothing is cut to a width. */
export interface ViewOptions { colours: Colours, columns: number, isTerminal?: boolean }
