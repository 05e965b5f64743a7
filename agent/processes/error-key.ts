const MAX_LINES = 12

/**
 * What tells an error of one thread from others when it comes to another thread as a copy: its message and the frames of its stack's text.
 * An error that was made anew of these parts (jest-worker, workerpool) has the same key.
 */
export function errorKey (message: string, stackText: string): string {
  const at = stackText.indexOf('\n    at ')
  if (at < 0) return messageKey(message)
  return `${message}\n${stackText.slice(at + 1).split('\n', MAX_LINES).map(line => line.trim()).join('\n')}`
}

/** The key of an error whose stack may read differently in two threads, and of what has none. */
export const messageKey = (message: string): string => `message ${message}`
