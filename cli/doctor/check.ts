/**
 * One finding of `doctor`. `failed`: the recorder would not work; `warning`: something is lost; `note`: good to know.
 * `fix`: what to do, a sentence.
 */
export interface Check { name: string, state: 'ok' | 'note' | 'warning' | 'failed', text: string, fix?: string }
