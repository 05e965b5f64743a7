import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createMasker } from '../../src/mask/masker'

const masker = createMasker({ names: [], patterns: [], environment: {} })

/** `§` stands for a secret's text. */
const MASKED_FORMS = [
  "const dbPassword = '§'", 'apiKey: "§"', "password = process.env.P || '§'", "  'x-api-key': '§',",
  "headers.set('authorization', '§')",
  "res.setHeader('Set-Cookie', '§')", "let secret: string = '§'", "let token: string | undefined = '§'",
  "function f (password = '§') {}",
  "const { token: t = '§' } = options", "const { password = '§' } = options", "object['password'] = '§'", "this.apiKey ??= '§'",
  "password ||= '§'", "const secretKey = Buffer.from('§', 'hex')", "jwt.sign({ id: user.id }, '§')",
  "jwt.verify(token, '§', { maxAge: '1h' })",
  "createHmac('sha256', '§')", "app.use(cookieParser('§'))", "if (password === '§') return", 'const secret = `§`',
  "const conn = 'Server=x;Password=§;y=1'", '// password: §', '/* token=§ */', 'DB_PASSWORD=§', 'export API_KEY=§',
  "auth: { user: 'bob', pass: '§' }",
  "const secret =\n  '§'", "const password = isProduction\n  ? process.env.P\n  : '§'", "secrets: ['§', \"§\"]",
  "secret: String('§'),",
  "const url = 'postgres://§@host/db'", "client_secret='§'", 'process.env.API_KEY = "§"', "new Map([['password', '§']])",
  "session({ secret: '§', resave: false })", "password: z.string().default('§')", "<Login apiKey=\"§\" />",
  '{"password":"§","user":"bob"}',
  "{\\\"password\\\":\\\"§\\\"}", "key: '§'", "const headers = { Authorization: '§' }", "var a={password:'§',user:'bob'}",
  "static #token = '§'",
  "const credentials = { user: 'bob', key: '§' }", "const tokens = { a: '§', b: { c: '§', list: ['§'] } }", "const secrets = new Map([['db', '§']])",
  "const apiKeys = new Set(['§'])", "const secrets: Record<string, string> = { db: '§' }", "Object.freeze({ secrets: Object.freeze({ db: '§' }) })",
  "const secrets = { /* it's */ db: process.env.DB || '§', // don't\n  other: '§' }", "spawn('curl', ['-s', '-u', 'bob:§', url])", "['app', '--password', '§']",
  "['mysql', '-uroot', '-p§']", "[{ Name: 'API_TOKEN', Value: '§' }]",
]

test('literals under secret names are masked, and nothing else', () => {
  const secret = 'zq8Kd0Qz3Lm9Xv2Bn7'
  for (const form of MASKED_FORMS) {
    const source = form.replace(/§/g, form.includes('postgres') ? `bob:${secret}` : secret)
    assert.is(masker.maskSource(source), form.replace(/§/g, '[masked]'))
  }
})

const READABLE = [
  'const token = `Bearer ${value}`', "const token = request.headers['authorization']",
  "const session = require('express-session')",
  "const password = await prompt('Enter password: ')", "console.log('password: ' + value + ' foo')",
  "const token = line.split('.')[1]",
  "password: yup.string().required('is needed')", "if (event.key === 'Enter') {}", 'const a = { password }', 'token = getToken()',
  'token: accessToken,', 'password: string', "const key = 'orderId'", "primaryKey: 'id'", "const authorName = 'Bob'",
  "import auth from './auth'",
  "cookie: { path: '/', sameSite: 'lax' }", 'const message = "Invalid token: " + token + " for " + user',
  "pick(user, ['password', 'token'])",
  "throw new Error('password: too short')", '<input type="password" name="token">', "type: 'password'", 'const pin = 13',
  "const fields = ['password', 'email', 'name']", "fetch(url, { credentials: 'include' })",
  'for (const [key, value] of entries) {}',
  'return token.type === tokens.name ? a : b', 'maxTokens: 4096,', "case 'token': return 'identifier'",
  'class Token extends Node {}',
  "const [first, ...rest] = tokens.map(token => token.text + ',')", "expect(keys).toEqual(['alpha', 'beta'])",
  'OpenBraceToken = 18,', "const credentials = { user: 'bobby1990', host: 'db-12.example.com', region: 'eu-west-1' }",
  "const session = { theme: 'dark-2024', cart: { sku: 'SKU-123456' } }", "const tokens = { EOF: 'EOF', type: 'identifier42' }",
  "program.option('--token', 'The token of v2')", "['docker', 'run', '-u', '1000:1000', 'node20']", "const credentials = { get () { return load('file-12345.json') } }",
  "const secrets = load({ path: 'vault-12345' })", "'\"node_modules/cookie\": { \"integrity\": \"sha512-yki5XnKuf750l50uGTllt6kKILY4nQ1eNIQatoXEByZ5\" }'",
]

test('code that only handles secrets stays readable', () => {
  for (const line of READABLE) assert.is(masker.maskSource(line), line)
})

test('our own masking code survives itself but for its examples', () => {
  const line = "const FLAG = /^--?([A-Za-z][\\w.:-]+)$/ // 'x'\nconst isQuote = (char: string | undefined): boolean => !!char"
  assert.is(masker.maskSource(line), line)
})

test('tokens are masked in sources by their shape, in literals, comments and regular expressions', () => {
  const token = `ghp_${'a8Kd0Qz3Lm9Xv2Bn7Rt5Wy1Ec4Hj6Pf0k2Lm'}`
  assert.is(masker.maskSource(`call("${token}") // ${token}\n/${token}/`), 'call("[masked]") // [masked]\n/[masked]/')
})

test.run()
