import type { Colours } from '../terminal/colours'

/** How to show something on a terminal. `columns`: characters per line. */
export interface ViewOptions { colours: Colours, columns: number }
