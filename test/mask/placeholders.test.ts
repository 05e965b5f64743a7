import { test } from 'uvu'
import * as assert from 'uvu/assert'
import { createMasker } from '../../src/mask/masker'
import { passwordsOfCommand } from '../../src/mask/redis-secrets'
import { boundNames, isStatement } from '../../src/mask/placeholders'

const masker = createMasker({ names: [], patterns: [], environment: {} })

/** Places and names of the placeholders that stand for secrets. */
function secretsOf (statement: string): (number | string)[] {
  assert.ok(isStatement(statement), statement)
  const bound = boundNames(statement, name => masker.isSecretName(name))
  return bound === undefined ? [] : [...bound.places.map(({ place }) => place), ...bound.names.map(({ key }) => key)]
}

test('placeholders for columns with secret names are found', () => {
  for (const [statement, ...places] of [
    ['insert into `users` (`email`, `password`) values (?, ?)', 1],
    ['INSERT INTO users (email, password) VALUES (?, ?), (?, ?)', 1, 3],
    ['INSERT INTO "public"."users" ("password", "at", "api_key") VALUES ($1, now(), $2) RETURNING id', 0, 1],
    ['insert into users(email, password) values (lower(?), crypt(?, gen_salt(\'bf\')))', 1],
    ['INSERT INTO users (email, password) SELECT ?, ? WHERE NOT EXISTS (SELECT 1 FROM users WHERE email = ?)', 1],
    ['INSERT INTO users (email, password) VALUES ($1, $2) ON CONFLICT (email) DO UPDATE SET password = $3, name = $4', 1, 2],
    ['INSERT INTO users SET email = ?, password = ?', 1], ['REPLACE INTO users (id, token) VALUES (?, ?)', 1],
    ['UPDATE users SET password = $1 WHERE id = $2', 0], ['UPDATE [users] SET [Password] = @p1 WHERE [Id] = @p2', 'p1'],
    ['UPDATE users SET name = ?, password = SHA2(?, 256), city = ? WHERE id = ?', 1],
    ['SELECT * FROM users WHERE email = ? AND api_token = ?', 1], ['SELECT * FROM u WHERE token IN (?, ?) AND id IN (?)', 0, 1],
    ['select * from u where u.api_key like ? limit ?', 0], ['SELECT 1 FROM u WHERE lower("u"."api_key") = lower($2) AND id = $1', 1],
    ['SELECT 1 FROM u WHERE data->>\'password\' = $1', 0], ['SELECT 1 FROM u WHERE ? = password AND id = ?', 0],
    ['SELECT 1 FROM u WHERE password = :pw AND created::date = :day', 'pw'], ['delete from sessions where access_token = ANY($1::text[])', 0],
    ['ALTER USER app WITH PASSWORD $1', 0], ['CREATE USER bob IDENTIFIED BY ?', 0], ['EXEC login @user = ?, @password = ?', 1],
    ['-- name: createUser\nINSERT INTO users (password) VALUES (%s)', 0], ['/* shop */ (SELECT 1 FROM u WHERE name = \'o\'\'? x\' AND secret <> ?)', 0],
    ['WITH u AS (SELECT 1 WHERE email = ?) UPDATE x SET secret = ?', 1],
  ] as [string, ...(number | string)[]][]) assert.equal(secretsOf(statement), places, statement)
})

test('other placeholders of a statement with a secret in it are none', () => {
  for (const statement of [
    'SELECT id, password FROM users WHERE id = ?', 'SELECT token FROM t WHERE name LIKE ? LIMIT ? OFFSET ?', 'INSERT INTO tokens (user_id, kind) VALUES (?, ?)',
    'UPDATE users SET name = ?, password = NULL WHERE email = ?', 'SELECT password FROM u WHERE a BETWEEN ? AND ?', 'DELETE FROM sessions WHERE user_id = $1',
    'SELECT \'password = ?\', "token" FROM t WHERE id IN (?, ?)', 'UPDATE u SET password = \'x\' -- password = ?\nWHERE id = ?', 'SELECT * FROM u WHERE password IS NULL AND id = ?',
  ]) assert.equal(secretsOf(statement), [], statement)
  assert.not.ok(isStatement('select'))
  assert.not.ok(isStatement('Selected 4 rows'))
})

test('passwords among the arguments of commands of Redis are found', () => {
  for (const [line, ...places] of [
    ['auth x', 0], ['AUTH default x', 1], ['hello 3 AUTH default x SETNAME a', 3], ['config SET requirepass x', 2], ['config set maxmemory 1 masterauth x', 4],
    ['acl SETUSER bob on >x ~*', 3], ['migrate h 6379 k 0 5000 AUTH x', 6], ['migrate h 6379 "" 0 5000 AUTH2 u x KEYS a', 7], ['get auth'], ['config get requirepass'],
  ] as [string, ...number[]][]) {
    const [command, ...words] = line.split(' ')
    assert.equal(passwordsOfCommand(command!, words), places, line)
  }
})

test.run()
