import type { GraphNode } from '../model'

/** An error as a node: `name` is its class, `stack` (name, message and frames) what a debugger shows of it. */
export function errorNode (name: string, message: string, stack = `${name}: ${message}`): GraphNode {
  return {
    type: 'object', subtype: 'error', className: name, ...name !== 'Error' && { prototypes: ['Error'] },
    properties: [
      { name: 'stack', value: stack, enumerable: false },
      { name: 'message', value: message, enumerable: false },
    ],
  }
}
