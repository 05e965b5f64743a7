import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { DEFAULT_CONFIG } from '../../src/config/config'
import { configJsonSchema } from '../../src/config/config-schema'
import { RESERVED_VARIABLES, environmentName } from '../../src/config/environment'

const schema = configJsonSchema() as { properties: Record<string, Record<string, unknown>>, additionalProperties: boolean }

test('describes every option, with its default, and allows no other', () => {
  assert.equal(Object.keys(schema.properties), ['$schema', ...Object.keys(DEFAULT_CONFIG)])
  for (const [key, value] of Object.entries(DEFAULT_CONFIG)) {
    const property = schema.properties[key]!
    assert.equal(property.default, value, key)
    assert.ok(String(property.description).length > 20, key)
    assert.ok('type' in property || 'anyOf' in property, key)
  }
  assert.is(schema.additionalProperties, false)
})

test('uses no keyword that JSON Schema does not know', () => {
  const known = ['type', 'description', 'default', 'minimum', 'maximum', 'minLength', 'items', 'anyOf', 'enum', 'const']
  for (const property of Object.values(schema.properties)) {
    assert.equal(Object.keys(property).filter(keyword => !known.includes(keyword)), [])
  }
})

test('the example shows every option with its default', () => {
  const example = JSON.parse(readFileSync(join(__dirname, '../../faultsnap.config.example.json'), 'utf8'))
  assert.equal(example, { $schema: './node_modules/faultsnap/dist/config.schema.json', ...DEFAULT_CONFIG })
  assert.equal(Object.keys(example).slice(1), Object.keys(DEFAULT_CONFIG))
})

test('no option\'s environment variable is a reserved one', () => {
  const names = Object.keys(DEFAULT_CONFIG).map(environmentName)
  assert.equal(names.slice(1, 6),
    ['FAULTSNAP_REPOSITORY_DIR', 'FAULTSNAP_SIGNALS', 'FAULTSNAP_ARM', 'FAULTSNAP_ARM_FOR_MS', 'FAULTSNAP_MAX_DEPTH'])
  assert.equal(names.filter(name => RESERVED_VARIABLES.includes(name) || name.startsWith('FAULTSNAP__')), [])
  assert.is(new Set(names).size, names.length)
})

test.run()
