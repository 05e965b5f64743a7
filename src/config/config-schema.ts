import { toJsonSchema } from '@valibot/to-json-schema'
import { configSchema } from './options'

/**
 * The JSON Schema (draft 7) of `faultsnap.config.json`, with descriptions and defaults: editors complete and check by it. The
 * build writes it to `dist/config.schema.json`. Patterns are strings there: that they compile, only loading tells.
 */
export function configJsonSchema (): Record<string, unknown> {
  const schema = toJsonSchema(configSchema, { errorMode: 'ignore', target: 'draft-07' }) as { properties: Record<string, object> }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'FaultSnap configuration',
    type: 'object',
    properties: {
      $schema: { type: 'string', description: 'Where this schema lies, for editors.' },
      ...Object.fromEntries(Object.entries(schema.properties).map(([name, property]) => [name, withoutMetadata(property)])),
    },
    additionalProperties: false,
  }
}

// Metadata of our own schema (see OptionMetadata) comes along; strict JSON Schema checkers refuse keywords that they do not know.
function withoutMetadata (property: object): object {
  const { expected: _expected, environment: _environment, ...rest } = property as Record<string, unknown>
  return rest
}
