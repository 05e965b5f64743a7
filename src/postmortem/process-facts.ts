import type { ProcessRecord, RuntimeRecord } from '../model'
import { parseSource, type SyntaxNode } from '../syntax/syntax-tree'

/**
 * What VS Code asks of every Node that it attaches to, with `typeof process` around it: the few facts about the process that an
 * expression of constants, conditions and object literals can name. Undefined for every other expression.
 */
export function processFact (expression: string, process: Pick<ProcessRecord, 'pid'>, runtime: RuntimeRecord): { value: unknown } | undefined {
  if (!/\bprocess\b/.test(expression) || expression.length > MAX_CHARS) return undefined
  const body = parseSource(`(${expression.replace(/\s*\/\/[#@] sourceURL=\S*\s*$/, '')}\n)`)?.program['body'] as SyntaxNode[] | undefined
  if (body?.length !== 1 || body[0]!.type !== 'ExpressionStatement') return undefined
  const facts = new Map<string, unknown>([
    ['pid', process.pid], ['version', runtime.version], ['arch', runtime.arch], ['platform', runtime.platform],
  ])
  try {
    return { value: valueOf(body[0]!['expression'], facts) }
  } catch {
    return undefined
  }
}

const MAX_CHARS = 2_000

function valueOf (node: SyntaxNode, facts: ReadonlyMap<string, unknown>): unknown {
  switch (node.type) {
    case 'Literal': return node['value']
    case 'Identifier': if (node['name'] === 'undefined') return undefined; break
    case 'ConditionalExpression': return valueOf(valueOf(node['test'], facts) === true ? node['consequent'] : node['alternate'], facts)
    case 'UnaryExpression':
      if (node['operator'] === 'typeof' && node['argument'].name === 'process') return 'object'
      break
    case 'BinaryExpression':
      if (node['operator'] === '===' || node['operator'] === '==') return valueOf(node['left'], facts) === valueOf(node['right'], facts)
      if (node['operator'] === '!==' || node['operator'] === '!=') return valueOf(node['left'], facts) !== valueOf(node['right'], facts)
      break
    case 'LogicalExpression': {
      const left = valueOf(node['left'], facts)
      const isLeft = node['operator'] === '&&' ? !left : node['operator'] === '||' ? Boolean(left) : left !== undefined && left !== null
      return isLeft ? left : valueOf(node['right'], facts)
    }
    case 'MemberExpression': {
      const name: unknown = node['property'].name
      if (node['object'].name === 'process' && node['computed'] !== true && facts.has(String(name))) return facts.get(String(name))
      break
    }
    case 'ObjectExpression': {
      const entries = (node['properties'] as SyntaxNode[]).map(property => {
        if (property.type !== 'Property' || property['computed'] === true) throw new TypeError('not a plain property')
        return [String(property['key'].name ?? property['key'].value), valueOf(property['value'], facts)] as const
      })
      return Object.fromEntries(entries)
    }
  }
  throw new TypeError('not a fact of the process')
}
