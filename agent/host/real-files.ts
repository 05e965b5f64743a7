import { existsSync } from 'node:fs'
import { guarded } from '../boundary'
import { getOwnPropertyDescriptor } from '../primordials'

interface MockableBinding { _mockedBinding?: unknown }

/**
 * Runs work with the files that are there, where the program has mock-fs pretend others: it does so below Node's own functions, so that
 * copies of them are no help. It is known by `ourFile` not being there any more. The work is synchronous and runs nothing of the program.
 */
export function withRealFiles<T> (ourFile: string, work: () => T): T {
  const binding = existsSync(ourFile) ? undefined : guarded('mocked files', mockedBinding)
  if (binding === undefined) return work()
  const mocked = binding._mockedBinding
  binding._mockedBinding = undefined
  try {
    return work()
  } finally {
    binding._mockedBinding = mocked
  }
}

function mockedBinding (): MockableBinding | undefined {
  const binding = (process as unknown as { binding: (name: string) => MockableBinding }).binding('fs')
  return getOwnPropertyDescriptor(binding, '_mockedBinding')?.value === undefined ? undefined : binding
}
