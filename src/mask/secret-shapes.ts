import type { Spans } from './spans'

/**
 * Tokens that name themselves: gitleaks' rules that need no keyword nearby, by rule id, rewritten for JavaScript as literal
 * prefixes and what follows them. Lower bounds only, so that a token of a later, longer format is still covered and never half
 * of it; after the prefix there is one class, or classes parted by literals, so that each is linear.
 */
const SHAPES: readonly (readonly [ruleIds: string, prefixes: string, rest: string])[] = [
  ['jwt', 'eyJ', '[\\w-]{8,}\\.eyJ[\\w-]{8,}(?:\\.[\\w-]*)*'],
  ['jwt (JWE, RFC 7516)', 'eyJ', '[\\w-]{16,}\\.[\\w-]*\\.[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]{8,}'],
  ['aws-access-token', 'A3T AKIA ASIA ABIA ACCA', '[A-Z0-9]{16,17}(?![A-Za-z0-9])'],
  ['github-pat github-oauth github-app-token github-refresh-token', 'ghp_ gho_ ghu_ ghs_ ghr_', '[A-Za-z0-9]{30,}'],
  ['github-fine-grained-pat', 'github_pat_', '\\w{30,}'],
  ['gitlab-pat gitlab-deploy-token gitlab-runner-authentication-token …',
    'glpat- gldt- glrt- glft- glcbt- glptt- glffct- glimt- glagent- gloas- glsoat-', '[\\w.-]{20,}'],
  ['gitlab-rrt', 'GR1348941', '[\\w-]{20,}'],
  ['slack-bot-token slack-user-token slack-legacy-token slack-config-access-token',
    'xoxa xoxb xoxe xoxo xoxp xoxr xoxs', '(?:\\.xox[bp])?-[\\w-]{10,}'],
  ['slack-app-token', 'xapp-', '\\d-[\\w-]{10,}'],
  ['stripe-access-token', 'sk_test_ sk_live_ sk_prod_ rk_test_ rk_live_ rk_prod_', '[A-Za-z0-9]{10,}'],
  ['stripe webhook secret (not in gitleaks)', 'whsec_', '[A-Za-z0-9+]{16,}'],
  ['square-access-token', 'sq0atp- sq0csp- sq0idp-', '[\\w-]{22,}'],
  // In base64 of images `EAAAA` is frequent, so the long form is taken at its full length only.
  ['square-access-token', 'EAAA', '[B-Zb-z0-9_-][\\w-]{59}(?![\\w-])'],
  ['twilio-api-key', 'SK AC', '[0-9a-f]{32}(?![A-Za-z0-9])'],
  ['sendgrid-api-token', 'SG.', '[\\w-]{16,}\\.[\\w-]{16,}'],
  ['sendinblue-api-token', 'xkeysib-', '[a-f0-9]{64}[\\w-]*'],
  ['mailgun-private-api-token', 'key-', '[a-f0-9]{32}'],
  ['npm-access-token', 'npm_', '[A-Za-z0-9]{30,}'],
  ['pypi-upload-token', 'pypi-', '[\\w-]{50,}'],
  ['rubygems-api-token', 'rubygems_', '[a-f0-9]{48}'],
  ['gcp-api-key', 'AIza', '[\\w-]{35}'],
  ['gcp oauth access tokens and client secrets (not in gitleaks)', 'ya29. GOCSPX-', '[\\w-]{20,}'],
  ['anthropic-api-key anthropic-admin-api-key', 'sk-ant-', '[\\w-]{20,}'],
  ['openai-api-key', 'sk-proj- sk-svcacct- sk-admin- sk-or- sk-live- sk-test-', '[\\w-]{20,}'],
  ['openai-api-key', 'sk-', '(?=[A-Za-z]*\\d)[A-Za-z0-9]{32,}'],
  ['huggingface-access-token', 'hf_ api_org_', '[A-Za-z0-9]{30,}'],
  ['perplexity-api-key', 'pplx-', '[A-Za-z0-9]{40,}'],
  ['digitalocean-pat digitalocean-access-token digitalocean-refresh-token', 'dop_v1_ doo_v1_ dor_v1_', '[a-f0-9]{40,}'],
  ['heroku-api-key-v2', 'HRKU-', '[\\w-]{40,}'],
  ['shopify-access-token shopify-custom-access-token …', 'shpat_ shpca_ shppa_ shpss_ shpua_', '[A-Fa-f0-9]{32,}'],
  ['databricks-api-token', 'dapi', '[a-f0-9]{32}(?:-\\d)?(?!\\w)'],
  ['vault-service-token vault-batch-token', 'hvs. hvb. hvr.', '[\\w-]{24,}'],
  ['linear-api-key', 'lin_api_ lin_oauth_', '[A-Za-z0-9]{32,}'],
  ['notion-api-token', 'ntn_', '[A-Za-z0-9]{40,}'],
  ['notion-api-token (before 2024)', 'secret_', '[A-Za-z0-9]{43}'],
  ['doppler-api-token', 'dp.pt. dp.st. dp.sa. dp.ct. dp.scim. dp.audit.', '[\\w.-]{32,}'],
  ['age-secret-key', 'AGE-SECRET-KEY-1', '[A-Z0-9]{50,}'],
  ['planetscale-api-token planetscale-password', 'pscale_tkn_ pscale_oauth_ pscale_pw_', '[\\w.-]{30,}'],
  ['postman-api-token', 'PMAK-', '[A-Fa-f0-9]{24}-[A-Fa-f0-9]{34}'],
  ['grafana-service-account-token', 'glsa_', '[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}'],
  ['sentry-user-token', 'sntryu_', '[a-f0-9]{64}'],
  ['new-relic-user-api-key', 'NRAK-', '[A-Z0-9]{27}'],
  ['dynatrace-api-token', 'dt0c01.', '[A-Za-z0-9]{24}\\.[A-Za-z0-9]{60,}'],
  ['pulumi-api-token', 'pul-', '[a-f0-9]{40}'],
  ['prefect-api-token', 'pnu_', '[A-Za-z0-9]{36}'],
  ['readme-api-token', 'rdme_', '[a-z0-9]{70}'],
  ['openshift-user-token', 'sha256~', '[\\w-]{43}'],
  ['artifactory-api-key', 'AKCp', '[A-Za-z0-9]{60,}'],
  ['1password-secret-key', 'A3-', '[A-Z0-9]{6}-[A-Z0-9-]{23,}'],
]

/** The same for tokens in plain base64, whose `/` and `=` are outside a run: the match goes on through them. */
const BASE64_SHAPES: typeof SHAPES = [
  ['jwt-base64', 'ZXlKaGJHY2 ZXlKMGVYQ ZXlKcmFXU ZXlKbGJtT ZXlKaGRXU ZXlKcGMz', '[\\w+-]{40,}'],
  ['grafana-cloud-api-token', 'glc_', '[\\w+]{20,}'],
  ['flyio-access-token', 'fm1a_ fm1r_ fm2_', '[\\w+]{20,}'],
  ['1password-service-account-token', 'ops_eyJ', '[\\w+]{20,}'],
  ['sentry-org-token', 'sntrys_eyJ', '[\\w+]{10,}'],
  ['atlassian-api-token', 'ATATT3', '[\\w+-]{60,}'],
]

/** Tokens whose mark is in their middle: looked for only in runs that have it. */
const MARKED_SHAPES: readonly (readonly [ruleIds: string, mark: string, shape: RegExp])[] = [
  ['mailchimp-api-key', '-us', /(?<!\w)[a-f0-9]{32}-us\d{1,2}(?!\w)/g],
  ['hashicorp-tf-api-token', '.atlasv1.', /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/g],
  ['azure-ad-client-secret', 'Q~', /(?<!\w)[\w~.]{3}\dQ~[\w~.-]{31,}/g],
  ['discord bot token (trufflehog discordbottoken)', '.', /(?<![\w-])[MNO][\w-]{23,27}\.[\w-]{6,7}\.[\w-]{27,}/g],
]

const escape = (literal: string): string => literal.replace(/[.+]/g, '\\$&')
const oneOf = (shapes: typeof SHAPES): RegExp => new RegExp(
  shapes.map(([, prefixes, rest]) => `(?:${prefixes.split(' ').map(escape).join('|')})${rest}`).join('|'), 'y')

const TOKEN = oneOf(SHAPES)
const BASE64_TOKEN = oneOf(BASE64_SHAPES)

/** The first two characters of every prefix, so that nearly all places are passed over without a regular expression. */
const BEGINNINGS = new Uint8Array(128 * 128)
for (const [, prefixes] of [...SHAPES, ...BASE64_SHAPES]) {
  for (const prefix of prefixes.split(' ')) BEGINNINGS[prefix.charCodeAt(0) * 128 + prefix.charCodeAt(1)] = 1
}

/** No rule above matches less. */
export const MIN_TOKEN_CHARS = 16

/** Adds every self-named token of a run of `[\w.~+-]`, which is `text` from `start` to `end`. */
export function findTokens (text: string, start: number, end: number, spans: Spans): void {
  const from = start + escapeBefore(text, start, end)
  for (let at = from; at <= end - MIN_TOKEN_CHARS; at++) {
    // A token begins where a word begins: at the run's start, or after one of `_.~+-`.
    if (at > from && !isJoint(text.charCodeAt(at - 1))) continue
    if (BEGINNINGS[text.charCodeAt(at) * 128 + text.charCodeAt(at + 1)] === 0) continue
    TOKEN.lastIndex = BASE64_TOKEN.lastIndex = at
    if (TOKEN.test(text)) {
      spans.push(at, TOKEN.lastIndex)
      at = TOKEN.lastIndex - 1
    } else if (BASE64_TOKEN.test(text)) {
      let last = BASE64_TOKEN.lastIndex
      while (last < text.length && /[\w+/=-]/.test(text[last]!)) last++
      spans.push(at, last)
      at = last - 1
    }
  }
  findMarkedTokens(text, from, end, spans)
  findTelegramToken(text, from, end, spans)
}

const isJoint = (code: number): boolean => code === 95 || (code >= 43 && code <= 46) || code === 126

function findMarkedTokens (text: string, start: number, end: number, spans: Spans): void {
  if (end - start < 30) return
  const run = text.slice(start, end)
  for (const [, mark, shape] of MARKED_SHAPES) {
    if (!run.includes(mark)) continue
    for (const match of run.matchAll(shape)) spans.push(start + match.index, start + match.index + match[0].length)
  }
}

/** How many characters at a run's start belong to an escape before it: `\n`, `\u0022`, `%20`, `ESC[31m`. */
function escapeBefore (text: string, start: number, end: number): number {
  const before = text[start - 1]
  if (before === '\\') return /^u[\da-f]{4}/i.test(text.slice(start, start + 5)) ? 5 : /[bfnrtv]/.test(text[start]!) ? 1 : 0
  if (before === '%') return Math.min(2, end - start)
  if (before === '[' || before === ';') return /^\d{1,3}m/.exec(text.slice(start, start + 4))?.[0].length ?? 0
  return 0
}

/** gitleaks telegram-bot-api-token: digits, a colon (which ends a run), then 35 characters. */
function findTelegramToken (text: string, start: number, end: number, spans: Spans): void {
  if (text[start - 1] !== ':' || end - start < 33 || text[start] !== 'A') return
  const digits = /\d{5,16}$/.exec(text.slice(Math.max(0, start - 17), start - 1))
  if (digits !== null) spans.push(start - 1 - digits[0].length, end)
}
