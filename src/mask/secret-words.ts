/** The vocabulary of {@link gradeName}. All words lower-case, as the splitter gives them. Data only, so that it can be read. */

const words = (list: string): ReadonlySet<string> => new Set(list.trim().split(/\s+/))

/** Secret wherever they stand in a name, unless the name ends by describing them (see {@link DESCRIBING_TAILS}). */
export const SECRET_WORDS = words(`
  password passwords passwd passwds pwd pwds passphrase passphrases passcode passcodes passkey passkeys
  secret secrets credential credentials creds connectionstring connstr dsn mnemonic
  pw pws rootpw bindpw dbpw userpw adminpw userpass dbpass smtppass mailpass rootpass adminpass sshpass keypass storepass psk
  passwort kennwort geheimnis senha contrasena contrasenia contrasenya motdepasse mdp wachtwoord parola passord losenord adgangskode
  salasana haslo heslo jelszo sifre lozinka пароль парол 密码 密碼 口令 パスワード 暗証番号 비밀번호 암호 apikey apikeys authkey accesskey secretkey privatekey masterkey signingkey
  encryptionkey authtoken accesstoken refreshtoken idtoken sessionid sessid phpsessid jsessionid`)

/** Compounds that nobody split: `dbpassword`, `clientsecret`. No English word ends in these; `key` is another matter. */
export const SECRET_SUFFIXES = [
  'password', 'passwd', 'passphrase', 'secret', 'secrets', 'apikey', 'token', 'sessionid', 'credentials',
]

/** Secret only as the last word of a name, apart from {@link NEUTRAL_TAILS}: `authHeader`, but not `tokenCount`. */
export const FINAL_WORDS = words(`
  token tokens auth oauth authorization authorisation cookie cookies session jwt jwts bearer
  pin cvv cvc ssn otp totp mfa csrf xsrf`)

/** On their own they are as often something else (a parser's token), so their values get a second look. */
export const AMBIGUOUS_WORDS = words('token tokens auth session mfa csrf xsrf')

/** Pairs that are secret as the end of a name. */
export const SECRET_PAIRS = words(`
  session.id session.key card.number cc.number credit.card card.no connection.string conn.string conn.str connect.sid
  seed.phrase recovery.phrase recovery.code recovery.codes backup.code backup.codes pin.code amz.signature goog.signature
  amz.credential access.signature otp.code mfa.code totp.code verification.code security.code sms.code auth.code
  authorization.code access.code unlock.code one.time.code factor.code card.num cc.num security.answer security.number
  mot.de.passe clave.secreta pass.phrase pass.word pass.code client.assertion saml.response saml.assertion code.verifier
  access.signature azure.sas sas.url`)

/** A qualifier that makes `key` (and `keys`) certainly a secret. */
export const KEY_QUALIFIERS = words(`
  api apis private priv secret access signing sign signature encryption encrypt decryption decrypt crypto cipher crypt master
  auth oauth service account ssh gpg pgp rsa ec ecdsa ed dsa aes hmac jwt session cookie license licence activation root admin
  client app application consumer shared storage server webhook deploy deployment write integration ingest ingestion
  subscription functions tls ssl cert wallet seed recovery bot vault symmetric derived token hashing payment merchant
  stripe sendgrid mailgun twilio openai anthropic aws azure gcp google github gitlab algolia datadog sentry newrelic relic
  cloudflare heroku firebase maps slack supabase`)

/** A qualifier that makes `key` certainly none. */
export const BENIGN_BEFORE_KEY = words(`
  primary foreign cache public pub sort partition row group idempotency hash range object map dict item list lookup index
  unique composite candidate natural surrogate routing message event record entity query mutation translation i18n locale
  label react node tree cell column col field prop property attr attribute param parameter header config setting env option
  feature flag metric tag job task queue topic lock rate bucket order filter search meta metadata data json yaml type state
  store redis memo dedupe dedup correlation trace shortcut hot arrow enter escape shift ctrl control alt tab modifier any
  first last next prev previous current old parent child left right min max start end section image file path module route
  url theme style color context scope namespace component source target missing invalid duplicate known unknown sub outer
  inner grouping sorting schema sequence bucket no by with on per in of the monkey s3 user name id registry publishable
  ref normalized normalised lower raw string symbol numeric integer compare`)

/** Of language models, parsers and pagination: `maxTokens`, `nextToken`, `eosToken`, `cancelToken`. */
export const BENIGN_BEFORE_TOKEN = words(`
  max min num n total prompt completion input output used remaining cached reasoning per count estimated context available
  generated audio text image thinking next page pagination continuation cancel cancellation abort sync injection stop eos bos
  pad unk sep cls mask special vocab current previous prev last first lookahead peek start end open close parse syntax design
  color punctuator keyword whitespace comment string number identifier operator template begin eof expected unexpected
  invalid word sub byte character char`)

/** `ledPin`, `cookieSession` middleware and the like: not what the word means on its own. */
export const BENIGN_BEFORE_PIN = words('led gpio data map drop clock reset input output io digital analog mosi miso scl sda')

/** After a secret word these leave it secret: another spelling of the same value. */
export const NEUTRAL_TAILS = words(`
  base64 b pem hex raw value values val text string str data bytes buffer plain plaintext hash hashed digest salt env param
  header headers info encoded encrypted decrypted old new current previous backup temp tmp live test prod dev staging cookie
  input copy local default`)

/** A name that ends so describes a secret and is none: `passwordMinLength`, `secretsManager`, `credentialsUrl`. */
export const DESCRIBING_TAILS = words(`
  count counts length size limit min max policy policies rule rules strength field fields label placeholder required enabled
  disabled expired expires expiry expiration age at date time ttl timeout type types kind url uri endpoint path file filename dir
  folder reset changed updated attempts tries regex pattern schema validator validation error errors valid invalid incorrect
  mismatch match matches visible shown hidden manager provider service store client version arn ref name names format
  algorithm encoder hasher generator checker options config settings middleware handler controller router strategy status
  state prefix suffix index position hint hints rotation present exists set mode flow form page link message title`)

/** A name that starts so is a claim: `isToken`, `hasPassword`. */
export const CLAIM_PREFIXES = words('is has had should are was')

/** The same, but only in a name of two words (`useAuth`, `noAuth`): `NO_REPLY_PASSWORD` is a password. */
export const SWITCH_PREFIXES = words(`
  no use uses with without skip enable disable require requires need needs allow show hide can`)

/** `pass` alone is a password, and after anything but these: passes of compilers and tests, tickets. */
export const BENIGN_BEFORE_PASS = words(`
  by all first second third last next prev previous current final single multi one two render shader draw shadow depth blur post compile
  compiler optimization optimizer optimize transform lint test tests build parse parser analysis check season travel boarding ski bus rail
  train day week month event guest backstage high low band did will does must should can not no mountain through forward backward over under
  free hall library max min num count is has`)
