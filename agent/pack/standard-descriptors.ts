import { closeSync, fstatSync, openSync } from 'node:fs'

/**
 * Takes the places of standard streams that are closed, until the function that it gives is called: what a new thread opens first would
 * get them, and libuv ends the process when it finds one of its own descriptors there (`uv__close`, src/unix/core.c: "fd > STDERR_FILENO").
 */
export function holdStandardDescriptors (): () => void {
  const held: number[] = []
  if (process.platform !== 'win32') while (held.length < 3 && isAnyClosed()) held[held.length] = openSync('/dev/null', 'r+')
  return () => {
    for (let index = 0; index < held.length; index++) closeSync(held[index]!)
  }
}

function isAnyClosed (): boolean {
  for (let descriptor = 0; descriptor < 3; descriptor++) {
    try {
      fstatSync(descriptor)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'EBADF') return true
    }
  }
  return false
}
