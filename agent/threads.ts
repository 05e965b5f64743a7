/** What threads tell each other, a file of its own: only processes with workers pay for it. */
export { HandedOverCrashes } from './processes/handed-over'
export { watchPosts } from './processes/hand-over'
