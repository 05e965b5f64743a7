/**
 * Tokens that name themselves: gitleaks' rules that need no keyword nearby (their ids above them), rewritten for JavaScript as literal
 * prefixes and what follows them. Lower bounds only, so that a token of a later, longer format is still covered and never half
 * of it; after the prefix there is one class, or classes parted by literals, so that each is linear.
 */
export const SHAPES: readonly (readonly [prefixes: string, rest: string])[] = [
  // jwt
  ['eyJ', '[\\w-]{8,}\\.eyJ[\\w-]{8,}(?:\\.[\\w-]*)*'],
  // jwt (JWE, RFC 7516)
  ['eyJ', '[\\w-]{16,}\\.[\\w-]*\\.[\\w-]{8,}\\.[\\w-]{8,}\\.[\\w-]{8,}'],
  // aws-access-token
  ['A3T AKIA ASIA ABIA ACCA', '[A-Z0-9]{16,17}(?![A-Za-z0-9])'],
  // github-pat github-oauth github-app-token github-refresh-token
  ['ghp_ gho_ ghu_ ghs_ ghr_', '[A-Za-z0-9]{30,}'],
  // github-fine-grained-pat
  ['github_pat_', '\\w{30,}'],
  // gitlab-pat gitlab-deploy-token gitlab-runner-authentication-token …
  ['glpat- gldt- glrt- glrtr- glft- glcbt- glptt- glffct- glimt- glagent- gloas- glsoat-', '[\\w.-]{20,}'],
  // gitlab-rrt
  ['GR1348941', '[\\w-]{20,}'],
  // slack-bot-token slack-user-token slack-legacy-token slack-config-access-token, session tokens and cookies
  ['xoxa xoxb xoxc xoxd xoxe xoxo xoxp xoxr xoxs', '(?:\\.xox[bp])?-[\\w-]{10,}'],
  // slack-app-token
  ['xapp-', '\\d-[\\w-]{10,}'],
  // stripe-access-token
  ['sk_test_ sk_live_ sk_prod_ rk_test_ rk_live_ rk_prod_', '[A-Za-z0-9]{10,}'],
  // stripe webhook secret (not in gitleaks)
  ['whsec_', '[A-Za-z0-9+]{16,}'],
  // square-access-token
  ['sq0atp- sq0csp- sq0idp-', '[\\w-]{22,}'],
  // In base64 of images `EAAAA` is frequent, so the long form is taken at its full length only.
  // square-access-token
  ['EAAA', '[B-Zb-z0-9_-][\\w-]{59}(?![\\w-])'],
  // facebook-page-access-token
  ['EAAM EAAC', '[A-Za-z0-9]{100,}'],
  // facebookoauth (trufflehog)
  ['EAACEdEose0cBA', '[A-Za-z0-9]{20,}'],
  // twitter-bearer-token
  ['AAAAAAAAAAAAAAAAAAAAA', '(?=[A-Za-z]*\\d)[B-Za-z0-9%][A-Za-z0-9%]{70,}'],
  // twilio-api-key
  ['SK AC', '[0-9a-f]{32}(?![A-Za-z0-9])'],
  // sendgrid-api-token
  ['SG.', '[\\w-]{16,}\\.[\\w-]{16,}'],
  // sendinblue-api-token
  ['xkeysib- xsmtpsib-', '[a-f0-9]{64}[\\w-]*'],
  // mailgun-private-api-token
  ['key-', '[a-f0-9]{32}'],
  // npm-access-token
  ['npm_', '[A-Za-z0-9]{30,}'],
  // pypi-upload-token
  ['pypi-', '[\\w-]{50,}'],
  // rubygems-api-token
  ['rubygems_', '[a-f0-9]{48}'],
  // gcp-api-key
  ['AIza', '[\\w-]{35}'],
  // gcp oauth access tokens and client secrets (not in gitleaks)
  ['ya29. GOCSPX-', '[\\w-]{20,}'],
  // anthropic-api-key anthropic-admin-api-key
  ['sk-ant-', '[\\w-]{20,}'],
  // openai-api-key
  ['sk-proj- sk-svcacct- sk-admin- sk-or- sk-live- sk-test-', '[\\w-]{20,}'],
  // openai-api-key
  ['sk-', '(?=[A-Za-z]*\\d)[A-Za-z0-9]{32,}'],
  // huggingface-access-token
  ['hf_ api_org_', '[A-Za-z0-9]{30,}'],
  // perplexity-api-key
  ['pplx-', '[A-Za-z0-9]{40,}'],
  // xAI, Tavily (not in gitleaks)
  ['xai- tvly-', '[A-Za-z0-9-]{30,}'],
  // resend (trufflehog)
  ['re_', '[A-Za-z0-9]{8}_[A-Za-z0-9]{24}'],
  // replicate (trufflehog)
  ['r8_', '[A-Za-z0-9]{36,}'],
  // digitalocean-pat digitalocean-access-token digitalocean-refresh-token
  ['dop_v1_ doo_v1_ dor_v1_', '[a-f0-9]{40,}'],
  // heroku-api-key-v2
  ['HRKU-', '[\\w-]{40,}'],
  // netlify, render, figma, posthog (trufflehog)
  ['nfp_ rnd_ figd_ phx_', '[\\w-]{28,}'],
  // supabase, gitea, sonarqube, buildkite (trufflehog)
  ['sbp_ gta_ squ_ sqp_ sqa_ bkua_', '[a-f0-9]{40,}'],
  // sourcegraph-access-token
  ['sgp_', '(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}'],
  // fly.io before 2023
  ['fo1_', '[\\w-]{40,}'],
  // honeycomb (trufflehog)
  ['hcaik_ hcbik_ hcxik_ hcalk_ hcblk_', '[a-z0-9]{50,}'],
  // infracost-api-token
  ['ico-', '[A-Za-z0-9]{32}'],
  // neon: passwords of roles
  ['npg_', '(?=[A-Za-z]*\\d|[a-z]*[A-Z])[A-Za-z0-9]{12,}'],
  // vercel: personal and integrations' tokens
  ['vcp_ vci_ vca_ vcr_ vck_', '[A-Za-z0-9]{24,}'],
  // vercel blob store
  ['vercel_blob_rw_', '\\w{30,}'],
  // adafruit-api-key
  ['aio_', '[A-Za-z0-9]{28}'],
  // adobe-client-secret frameio-api-token
  ['p8e- fio-u-', '[\\w-]{32,}'],
  // scalingo-api-token
  ['tk-us-', '[\\w-]{40,}'],
  // typeform-api-token
  ['tfp_', '[\\w.=-]{40,}'],
  // shippo-api-token easypost-api-token
  ['EZAK EZTK', '[A-Za-z0-9]{54}'],
  // flutterwave-secret-key
  ['FLWSECK- FLWSECK_TEST-', '[A-Za-z0-9]{12,}(?:-X)?'],
  // bitbucket app password (trufflehog)
  ['ATBB', '(?=[A-Za-z]*\\d)[A-Za-z0-9]{24,}'],
  // alibaba-access-key-id
  ['LTAI', '(?=[A-Za-z]*\\d)[A-Za-z0-9]{16,22}(?!\\w)'],
  // tencent secret id
  ['AKID', '(?=[A-Za-z]*\\d)[A-Za-z0-9]{32}(?!\\w)'],
  // yandex-api-key yandex-aws-access-token
  ['AQVN', '[\\w-]{35,}'],
  // aws appsync
  ['da2-', '[a-z0-9]{26}'],
  // cloudflare-origin-ca-key
  ['v1.0-', '[a-f0-9]{24}-[a-f0-9]{100,}'],
  // infisical
  ['st.', '[a-f0-9]{24}\\.[a-f0-9]{32}\\.[a-f0-9]{32}'],
  // shopify-access-token shopify-custom-access-token …
  ['shpat_ shpca_ shppa_ shpss_ shpua_', '[A-Fa-f0-9]{32,}'],
  // databricks-api-token
  ['dapi', '[a-f0-9]{32}(?:-\\d)?(?!\\w)'],
  // vault-service-token vault-batch-token
  ['hvs. hvb. hvr.', '[\\w-]{24,}'],
  // vault-service-token (before 1.10)
  ['s.', '(?=[A-Za-z]*\\d)(?=[a-z0-9]*[A-Z])(?=[A-Z0-9]*[a-z])[A-Za-z0-9]{24}(?!\\w)'],
  // linear-api-key
  ['lin_api_ lin_oauth_', '[A-Za-z0-9]{32,}'],
  // notion-api-token
  ['ntn_', '[A-Za-z0-9]{40,}'],
  // notion-api-token (before 2024)
  ['secret_', '[A-Za-z0-9]{43}'],
  // airtable-personnal-access-token
  ['pat', '[A-Za-z0-9]{14}\\.[a-f0-9]{64}'],
  // harness-api-key
  ['pat. sat.', '[\\w-]{22}\\.[a-f0-9]{24}\\.[A-Za-z0-9]{20}'],
  // mapbox-api-token (secret ones)
  ['sk. tk.', 'eyJ[\\w-]{20,}\\.[\\w-]{20,}'],
  // dropbox-short-lived-api-token
  ['sl.', '[\\w-]{100,}'],
  // doppler-api-token
  ['dp.pt. dp.st. dp.sa. dp.ct. dp.scim. dp.audit.', '[\\w.-]{32,}'],
  // age-secret-key
  ['AGE-SECRET-KEY-1 AGE-SECRET-KEY-PQ-1 age-secret-key-1 age-secret-key-pq-1', '[A-Za-z0-9]{50,}'],
  // planetscale-api-token planetscale-password
  ['pscale_tkn_ pscale_oauth_ pscale_pw_', '[\\w.-]{30,}'],
  // postman-api-token
  ['PMAK-', '[A-Fa-f0-9]{24}-[A-Fa-f0-9]{34}'],
  // grafana-service-account-token
  ['glsa_', '[A-Za-z0-9]{32}_[A-Fa-f0-9]{8}'],
  // grafana-api-key
  ['eyJrIjoi', '[\\w-]{60,}'],
  // sentry-user-token
  ['sntryu_', '[a-f0-9]{64}'],
  // new-relic-user-api-key new-relic-browser-api-token new-relic-insert-key
  ['NRAK- NRJS- NRII-', '[\\w-]{19,}'],
  // dynatrace-api-token
  ['dt0c01.', '[A-Za-z0-9]{24}\\.[A-Za-z0-9]{60,}'],
  // pulumi-api-token
  ['pul-', '[a-f0-9]{40}'],
  // prefect-api-token
  ['pnu_', '[A-Za-z0-9]{36}'],
  // readme-api-token
  ['rdme_', '[a-z0-9]{70}'],
  // octopus-deploy-api-key
  ['API-', '(?=[A-Z]*\\d)[A-Z0-9]{26}(?!\\w)'],
  // clojars-api-token
  ['CLOJARS_', '[a-z0-9]{60}'],
  // packagist
  ['packagist_', '[a-z]{3}_[a-f0-9]{60,}'],
  // nuget, crates.io (trufflehog)
  ['oy2 cio', '(?=[A-Za-z]*\\d)(?:[a-z0-9]{43}|[A-Za-z0-9]{32})(?!\\w)'],
  // ubidots
  ['BBFF-', '[A-Za-z0-9]{30}'],
  // sumologic
  ['su', '(?=[A-Za-z]*\\d)[A-Za-z0-9]{12}-[A-Za-z0-9]{64}'],
  // openshift-user-token
  ['sha256~', '[\\w-]{43}'],
  // artifactory-api-key
  ['AKCp', '[A-Za-z0-9]{60,}'],
  // artifactory-reference-token
  ['cmVmdGtu', '[A-Za-z0-9]{50,}'],
  // 1password-secret-key
  ['A3-', '[A-Z0-9]{6}-[A-Z0-9-]{23,}'],
  // launchdarkly, langfuse, hubspot, plaid, ibm cloud: a UUID that says what it is for
  ['sdk- api- mob- sk-lf- pat-na1- pat-eu1- access-production- access-development- access-sandbox- ApiKey-',
    '[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}'],
]

/** The same for tokens in plain base64, whose `/` and `=` are outside a run: the match goes on through them. */
export const BASE64_SHAPES: typeof SHAPES = [
  // jwt-base64
  ['ZXlKaGJHY2 ZXlKMGVYQ ZXlKcmFXU ZXlKbGJtT ZXlKaGRXU ZXlKcGMz', '[\\w+-]{40,}'],
  // grafana-cloud-api-token
  ['glc_', '[\\w+]{20,}'],
  // flyio-access-token
  ['fm1a_ fm1r_ fm2_', '[\\w+]{20,}'],
  // 1password-service-account-token
  ['ops_eyJ', '[\\w+]{20,}'],
  // sentry-org-token
  ['sntrys_eyJ', '[\\w+]{10,}'],
  // atlassian-api-token
  ['ATATT3 ATCTT3', '[\\w+-]{60,}'],
  // aws-amazon-bedrock-api-key-long-lived
  ['ABSK', '[\\w+]{100,}'],
]

/** Tokens whose mark is in their middle: looked for only in runs that have it. */
export const MARKED_SHAPES: readonly (readonly [mark: string, shape: RegExp])[] = [
  // mailchimp-api-key
  ['-us', /(?<!\w)[a-f0-9]{32}-us\d{1,2}(?!\w)/g],
  // mailgun (newer)
  ['-', /(?<![\w-])[a-f0-9]{32}-[a-f0-9]{8}-[a-f0-9]{8}(?![\w-])/g],
  // hashicorp-tf-api-token
  ['.atlasv1.', /(?<![A-Za-z0-9])[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,}/g],
  // azure-ad-client-secret
  ['Q~', /(?<!\w)[\w~.]{3}\dQ~[\w~.-]{31,}/g],
  // discord bot token (trufflehog discordbottoken)
  ['.', /(?<![\w-])[MNO][\w-]{23,27}\.[\w-]{6,7}\.[\w-]{27,}/g],
  // new-relic licence (trufflehog)
  ['NRAL', /(?<!\w)[a-f0-9]{36}NRAL/g],
  // maxmind-license-key
  ['_mmk', /(?<!\w)[A-Za-z0-9]{6}_[A-Za-z0-9]{29}_mmk/g],
  // azure devops
  ['AZDO', /(?<!\w)[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}/g],
  // azure functions
  ['AzFu', /(?<!\w)[\w-]{44}AzFu[\w-]{6}/g],
]
