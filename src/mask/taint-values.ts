import type { NameGrade } from './secret-names'
import { isBenignValue, looksRandom } from './secret-values'

/** Shorter strings occur by chance. */
export const MIN_TAINT_CHARS = 6

/** What stands under secret names in examples, defaults and enumerations: masking it everywhere would blacken ordinary text. */
const COMMON = new Set(`
  password passwords passwd secret secrets token tokens default example sample changeme change-me admin administrator
  localhost production development staging testing public private postgres postgresql mongodb mysql mariadb sqlite redis
  rabbitmq elastic kafka ubuntu debian alpine docker github gitlab google azure amazon microsoft apple facebook twitter node
  nodejs express session sessions cookie cookies bearer digest negotiate header headers query param params apikey api-key
  api_key x-api-key authorization authentication access_token accesstoken refresh_token refreshtoken id_token idtoken auth_token
  authtoken sessionid session_id connect.sid client_id client_secret client_credentials authorization_code clientsecret
  username userid user_id account user-agent content-type application/json string number boolean object function undefined
  global global.d system service server client memory cached cookie-session express-session passport jsonwebtoken bcrypt
  argon2 sha256 sha512 sha-256 sha-512 aes-256-cbc aes-256-gcm hs256 rs256 strict secure http-only same-origin include
  keychain keyring osxkeychain credential credentials manager systemd wayland plasma-xorg primary message unknown anonymous
  guest visitor customer payment orders products
`.trim().split(/\s+/))

/**
 * Whether a string seen under a secret name of this grade is masked wherever else it appears. Refused are: fewer than six
 * characters, common words, placeholders and states, dates, file paths, URLs without credentials (their address is no secret),
 * fewer than eight digits alone, one character repeated. Below grade 3 it must look random, too: the value of a variable named
 * `key` is `orderId` most of the time.
 */
export function isTaint (value: string, grade: NameGrade): boolean {
  if (value.length < MIN_TAINT_CHARS) return false
  const lower = value.length <= 40 ? value.toLowerCase() : value
  if (COMMON.has(lower) || isBenignValue(value) || /^(.)\1+$/.test(value)) return false
  if (/^[\d.,:TZ+-]+$/.test(value) && (value.length < 8 || /^\d{4}-\d\d-\d\d/.test(value))) return false
  if (isPath(value) || isPlainUrl(value)) return false
  if (grade === 3) return true
  if (grade === 2) return value.length >= 8 && /\d/.test(value) && /[A-Za-z]/.test(value) && !/\s/.test(value)
  return looksRandom(value)
}

/** `/run/user/1000/keyring`, `./key.pem`, `C:\keys\a.pem`; not base64 that happens to start with a slash. */
function isPath (value: string): boolean {
  if (!/^(?:~|\.{0,2}|[A-Za-z]:|file:\/\/)[\\/][\w .@:\\/+-]*$/.test(value)) return false
  const looksBase64 = value.length >= 20 && !value.includes('.') && /\d/.test(value) && /[A-Z]/.test(value) && /[a-z]/.test(value)
  return !looksBase64 || value.split(/[\\/]/).length > 3
}

/** An http address without user information and query: `AUTH_URL`, `TOKEN_ENDPOINT`. */
const isPlainUrl = (value: string): boolean => /^[a-z][a-z\d+.-]*:\/\/[^\s@?#]*$/i.test(value) && !/\/[\w-]{24,}/.test(value)
