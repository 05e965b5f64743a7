import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createMasker } from '../../src/mask/masker'
import { gradeName, splitWords } from '../../src/mask/secret-names'

const SECRET = `password PASSWORD passwd pwd passphrase Passphrase userPassword db_password dbpassword DBPASSWORD PGPASSWORD
  MYSQL_PWD  password1 oldPassword passwordHash password_confirmation NO_REPLY_PASSWORD secret SECRET clientSecret client_secret
  clientsecret AWS_SECRET_ACCESS_KEY accessKeyId secretId token authToken access_token accessToken2 refreshToken idToken
  csrfToken x-auth-token npm_config__authToken tokens apiKey api_key apikey API_KEY APIKey x-api-key X-API-Key apiKeys
  privateKey private_key signingKey encryptionKey masterKey accessKey sshKey stripeKey openaiApiKey storageAccountKey
  sharedAccessKey key auth authHeader basicAuth oauth OAuthToken authorization Authorization proxy-authorization
  credential credentials dbCredentials cookie cookies Set-Cookie set-cookie session sessionId session_id sid connect.sid PHPSESSID
  jwt jwtSecret bearer bearerToken pin userPin cvv cvc cvv2 ssn otp otpCode totp mfa mfaCode connectionString connection_string
  DATABASE_DSN dsn cardNumber creditCard seedPhrase recoveryCodes X-Amz-Signature pass smtpPass mnemonic client-key-data`

const BENIGN = `tokenize tokenizer tokenized Tokenizer TOKENIZERS_PARALLELISM author authorName authors authored monkey keyboard
  passed passenger compass bypass keyCode keyPath keyName keys keyof keyup keydown keyword keyId keyFrames keyPair
  primaryKey foreignKey cacheKey publicKey sortKey partitionKey rowKey groupKey idempotencyKey hotkey turkey objectKey
  sessionCount sessionTimeout sessions sessionStore maxTokens max_tokens tokenCount promptTokens totalTokens numTokens
  completion_tokens nextToken nextPageToken cancelToken eosToken currentToken tokenType tokenExpiry tokenizerConfig secretary
  cookiePolicy cookieParser cookieName authEnabled authUrl authProvider authService isAuthenticated isToken hasPassword
  passwordMinLength passwordPolicy passwordField secretName secretsManager secretArn credentialsProvider useAuth noAuth
  withCredentials pinned pinning pincushion ping shopping spin ledPin opinion authority unauthorized XAUTHORITY SSH_AUTH_SOCK
  DBUS_SESSION_BUS_ADDRESS XDG_SESSION_TYPE SESSION_MANAGER PWD OLDPWD INIT_CWD PATH HOME name id value user email host port
  signature salt sign design assign signal sidebar inside residence jwtOptions expiresIn obsession mission possession`

test('secret names are recognised in every spelling', () => {
  for (const name of SECRET.trim().split(/\s+/)) assert.ok(gradeName(name) > 0, name)
})

test('names that only contain such a word stay readable', () => {
  for (const name of BENIGN.trim().split(/\s+/)) assert.is(gradeName(name), 0, name)
})

test('names are split at case, digits and separators', () => {
  assert.equal(splitWords('dbPassword2'), ['db', 'password'])
  assert.equal(splitWords('X-API-Key'), ['x', 'api', 'key'])
  assert.equal(splitWords('OAuthToken'), ['o', 'auth', 'token'])
  assert.equal(splitWords('HTTPServerURL_v2'), ['http', 'server', 'url', 'v'])
  assert.equal(splitWords('42'), [])
})

test('the names of the config count as a whole and as a word, without case and separators', () => {
  const masker = createMasker({ names: ['customerEmail', 'iban', '--'], patterns: [], environment: {} })
  for (const name of ['customerEmail', 'customer_email', 'CUSTOMER-EMAIL', 'iban', 'userIban', 'IBAN_CODE']) {
    assert.ok(masker.isSecretName(name), name)
  }
  for (const name of ['email', 'customer', 'customerEmails', 'libanon', '', '-']) assert.not.ok(masker.isSecretName(name), name)
  assert.is(masker.maskText('iban: DE02120300000000202051'), 'iban: [masked]')
})

test('a very long name is graded by its end', () => {
  assert.ok(gradeName('x'.repeat(100_000) + 'Password') > 0)
  assert.is(gradeName('Password' + 'X'.repeat(200)), 0)
})

test('ten thousand names do not fill the cache for ever, and stay right', () => {
  const masker = createMasker({ names: [], patterns: [], environment: {} })
  for (let index = 0; index < 10_000; index++) assert.not.ok(masker.isSecretName(`column${index}`))
  assert.ok(masker.isSecretName('password'))
})

test('the value decides where a name has two meanings', () => {
  const masker = createMasker({ names: [], patterns: [], environment: {} })
  assert.not.ok(masker.isSecret('key', 'orderId'))
  assert.not.ok(masker.isSecret('key', 'users/1/avatar.png'))
  assert.ok(masker.isSecret('key', 'a8Kd0Qz3Lm9Xv2Bn'))
  assert.not.ok(masker.isSecret('key', {}))
  assert.ok(masker.isSecret('key', Buffer.alloc(32)))
  assert.not.ok(masker.isSecret('token', 5))
  assert.not.ok(masker.isSecret('token', ';'))
  assert.ok(masker.isSecret('token', 'abcdef'))
  assert.not.ok(masker.isSecret('openBraceToken', 18))
  assert.ok(masker.isSecret('pin', 1234))
  assert.ok(masker.isSecret('password', 1234n))
  assert.ok(masker.isSecret('password', { value: 'x' }))
  for (const value of [true, false, null, undefined, () => {}, '', 'undefined']) assert.not.ok(masker.isSecret('password', value))
})

test.run()
