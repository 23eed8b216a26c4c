"""A secret of every kind, put together when tests run so that no scanner takes this file for a leak."""

from __future__ import annotations

from dataclasses import dataclass

_MIXED = "aB3dE6gH9jK2mN5pQ8sT1vW4yZ7"
_HEX = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
_UPPER = "Q2W3E4R5T6Y7A2S3"
UUID = "9f86d081-884c-4d65-9a2f-eaa0c55ad015"


def mixed(count: int) -> str:
    """Letters of both cases and digits."""
    return (_MIXED * (count // len(_MIXED) + 1))[:count]


def small(count: int) -> str:
    """Small letters and digits."""
    return mixed(count).lower()


def hexa(count: int) -> str:
    """Hexadecimal digits."""
    return (_HEX * (count // len(_HEX) + 1))[:count]


def upper(count: int) -> str:
    """Capitals and digits from 2 to 7."""
    return (_UPPER * (count // len(_UPPER) + 1))[:count]


@dataclass(frozen=True, slots=True)
class Planted:
    """A secret: what its kind begins with, and the rest; `before` and `after` it is what stays."""

    kind: str
    begins: str
    rest: str
    before: str = ""
    after: str = ""

    @property
    def secret(self) -> str:
        return self.begins + self.rest

    @property
    def text(self) -> str:
        return f"{self.before}{self.secret}{self.after}"

    @property
    def masked(self) -> str:
        return f"{self.before}[secret:{self.kind}]{self.after}"


CLOUDS = (
    Planted("aws", "AKIA", upper(16)),
    Planted("aws", "ASIA", upper(16)),
    Planted("aws", "ABSK", mixed(110)),
    Planted("firebase", "AAAA" + mixed(7) + ":APA91b", mixed(134)),
    Planted("tencent", "AKID", mixed(32)),
    Planted("aws", "", hexa(64), before="https://bikes.s3.test/a?X-Amz-Signature="),
    Planted("gcp", "AIza", mixed(35)),
    Planted("gcp", "ya29.", mixed(60)),
    Planted("gcp", "GOCSPX-", mixed(28)),
    Planted("gcp", "", hexa(128), before="https://bikes.storage.test/a?X-Goog-Signature="),
    Planted("azure", mixed(2) + "x8Q~", mixed(34)),
    Planted("azure", "", mixed(80) + "==", before="DefaultEndpoints;AccountKey=", after=";x"),
    Planted("azure", "", mixed(40) + "%3D", before="https://x.blob.test/y?se=1&sig="),
    Planted("azure-devops", "", mixed(76) + "AZDO" + mixed(4)),
    Planted("alibaba", "LTAI", mixed(20)),
    Planted("yandex", "AQVN", mixed(36)),
    Planted("digitalocean", "dop_v1_", hexa(64)),
    Planted("heroku", "HRKU-AA", mixed(58)),
    Planted("fly", "fo1_", mixed(43)),
    Planted("fly", "fm2_", mixed(140)),
    Planted("netlify", "nfp_", mixed(36)),
    Planted("vercel", "vercel_blob_rw_", mixed(48)),
    Planted("cloudflare", "v1.0-", f"{hexa(24)}-{hexa(146)}"),
    Planted("scalingo", "tk-us-", mixed(48)),
    Planted("openshift", "sha256~", mixed(43)),
    Planted("terraform", f"{mixed(14)}.atlasv1.", mixed(64)),
    Planted("pulumi", "pul-", hexa(40)),
    Planted("infracost", "ico-", mixed(32)),
    Planted("vault", "hvs.", mixed(24)),
    Planted("doppler", "dp.pt.", mixed(43)),
    Planted("1password", "ops_eyJ", mixed(260)),
    Planted("1password", "A3-", "Q2W3E4-R5T6Y7-A2S3Q-W3E4R-T6Y7A-S3Q2W"),
    Planted("tailscale", "tskey-auth-", mixed(24)),
    Planted("databricks", "dapi", hexa(32)),
    Planted("clickhouse", "4b1d", mixed(38)),
    Planted("planetscale", "pscale_tkn_", mixed(43)),
    Planted("supabase", "sbp_", hexa(40)),
    Planted("supabase", "sb_secret_", mixed(31)),
    Planted("dynatrace", "dt0c01.", f"{upper(24)}.{upper(64)}"),
    Planted("new-relic", "NRAK-", upper(27)),
    Planted("new-relic", "NRJS-", hexa(19)),
    Planted("new-relic", "NRII-", mixed(32)),
    Planted("grafana", "glc_", mixed(60)),
    Planted("grafana", "glsa_", f"{mixed(32)}_{hexa(8)}"),
    Planted("launchdarkly", "sdk-", UUID),
    Planted("maxmind", "", f"{mixed(6)}_{mixed(29)}_mmk"),
    Planted("mapbox", "sk.eyJ", f"{mixed(60)}.{mixed(22)}"),
)
FORGES = (
    Planted("github", "ghp_", mixed(36)),
    Planted("github", "ghs_", mixed(36)),
    Planted("github", "github_pat_", mixed(82)),
    Planted("gitlab", "glpat-", mixed(20)),
    Planted("gitlab", "glrt-", mixed(20)),
    Planted("gitlab", "GR1348941", mixed(20)),
    Planted("atlassian", "ATATT3", mixed(186)),
    Planted("bitbucket", "ATBB", mixed(32)),
    Planted("npm", "npm_", mixed(36)),
    Planted("pypi", "pypi-", "AgEIcHlwaS5vcmc" + mixed(60)),
    Planted("rubygems", "rubygems_", hexa(48)),
    Planted("crates", "cio", mixed(32)),
    Planted("nuget", "oy2", small(43)),
    Planted("clojars", "CLOJARS_", hexa(60)),
    Planted("docker", "dckr_pat_", mixed(27)),
    Planted("artifactory", "AKCp", mixed(69)),
    Planted("artifactory", "cmVmd", mixed(59)),
    Planted("buildkite", "bkua_", hexa(40)),
    Planted("circleci", "CCIPAT_", f"{mixed(22)}_{hexa(40)}"),
    Planted("harness", "pat.", f"{mixed(22)}.{mixed(24)}.{mixed(20)}"),
    Planted("octopus", "API-", upper(26)),
    Planted("prefect", "pnu_", mixed(36)),
    Planted("sonar", "squ_", hexa(40)),
    Planted("sourcegraph", "sgp_", f"{hexa(16)}_{hexa(40)}"),
    Planted("sentry", "sntrys_eyJ", mixed(80)),
    Planted("sentry", "sntryu_", hexa(64)),
    Planted("snyk", "snyk_uat.", f"{hexa(8)}.{mixed(60)}"),
    Planted("postman", "PMAK-", f"{hexa(24)}-{hexa(34)}"),
    Planted("readme", "rdme_", small(70)),
    Planted("figma", "figd_", mixed(40)),
    Planted("wakatime", "waka_", UUID),
    Planted("posthog", "phx_", mixed(43)),
    Planted("defined", "dnkey-", f"{mixed(26)}-{mixed(52)}"),
)
MODELS = (
    Planted("anthropic", "sk-ant-", "api03-" + mixed(90)),
    Planted("openrouter", "sk-or-v1-", hexa(64)),
    Planted("langfuse", "sk-lf-", UUID),
    Planted("openai", "sk-", mixed(48)),
    Planted("openai", "sk-proj-", mixed(60)),
    Planted("elevenlabs", "sk_", hexa(48)),
    Planted("cerebras", "csk-", small(48)),
    Planted("groq", "gsk_", mixed(52)),
    Planted("xai", "xai-", mixed(80)),
    Planted("perplexity", "pplx-", mixed(48)),
    Planted("together", "tgp_v1_", mixed(43)),
    Planted("replicate", "r8_", mixed(37)),
    Planted("huggingface", "hf_", mixed(34)),
    Planted("nvidia", "nvapi-", mixed(64)),
    Planted("fireworks", "fw_", mixed(24)),
    Planted("pinecone", "pcsk_", f"{mixed(6)}_{mixed(63)}"),
    Planted("langsmith", "lsv2_pt_", f"{hexa(32)}_{hexa(10)}"),
    Planted("wandb", "wandb_v1_", mixed(70)),
    Planted("tavily", "tvly-", mixed(32)),
    Planted("firecrawl", "fc-", hexa(32)),
)
OFFICES = (
    Planted("slack", "xoxb-", "123456789012-" + mixed(24)),
    Planted("slack", "xapp-1-", mixed(40)),
    Planted("slack", "", f"T0/B0/{mixed(24)}", before="hooks.slack.com/services/"),
    Planted("discord", "MT", f"{mixed(24)}.Ab3dE6.{mixed(38)}"),
    Planted("discord", "", mixed(68), before="https://discord.com/api/webhooks/123456789012345678/"),
    Planted(
        "teams", "", f"{UUID}@{UUID}/IncomingWebhook/{hexa(32)}", before="a.webhook.office.com/webhookb2/"
    ),
    Planted("zapier", "", "1234567/a1b2c3d", before="https://hooks.zapier.com/hooks/catch/"),
    Planted("telegram", "123456789:AA", mixed(33)),
    Planted(
        "telegram", "", f"123456789:AA{mixed(33)}", before="https://api.telegram.test/bot", after="/getMe"
    ),
    Planted("twilio", "SK", hexa(32)),
    Planted("sendgrid", "SG.", f"{mixed(22)}.{mixed(43)}"),
    Planted("brevo", "xkeysib-", f"{hexa(64)}-{mixed(16)}"),
    Planted("brevo", "xsmtpsib-", f"{hexa(64)}-{mixed(16)}"),
    Planted("mailchimp", "", hexa(32) + "-us12"),
    Planted("mailgun", "key-", hexa(32)),
    Planted("resend", "re_", f"{mixed(8)}_{mixed(24)}"),
    Planted("hubspot", "pat-na1-", UUID),
    Planted("stripe", "sk_live_", mixed(24)),
    Planted("stripe", "rk_test_", mixed(24)),
    Planted("stripe", "whsec_", mixed(32)),
    Planted("square", "sq0csp-", mixed(43)),
    Planted("square", "EAAA", mixed(60)),
    Planted("facebook", "EAAM", mixed(120)),
    Planted("braintree", "access_token$production$", f"{small(16)}${hexa(32)}"),
    Planted("razorpay", "rzp_live_", mixed(14)),
    Planted("flutterwave", "FLWSECK_TEST-", hexa(32) + "-X"),
    Planted("duffel", "duffel_test_", mixed(43)),
    Planted("easypost", "EZAK", mixed(54)),
    Planted("shippo", "shippo_live_", hexa(40)),
    Planted("shopify", "shpat_", hexa(32)),
    Planted("airtable", "pat" + mixed(14) + ".", hexa(64)),
    Planted("linear", "lin_api_", mixed(40)),
    Planted("notion", "ntn_", mixed(46)),
    Planted("notion", "secret_", mixed(43)),
    Planted("contentful", "CFPAT-", mixed(43)),
    Planted("typeform", "tfp_", mixed(59)),
    Planted("dropbox", "sl.", mixed(135)),
    Planted("adobe", "p8e-", mixed(32)),
    Planted("frame-io", "fio-u-", mixed(64)),
)
PEM = f"-----BEGIN RSA PRIVATE KEY-----\n{mixed(64)}\n{mixed(40)}\n-----END RSA PRIVATE KEY-----"
_PGP = PEM.replace("RSA PRIVATE KEY", "PGP PRIVATE KEY BLOCK")
_PUTTY = f"{mixed(64)}\n{mixed(44)}\n"
KEYS = (
    Planted("private-key", "", PEM),
    Planted("private-key", "", PEM.replace("RSA", "OPENSSH")),
    Planted("private-key", "", _PGP),
    Planted("private-key", "", PEM.replace("\n", "\\n")),
    Planted("private-key", "", PEM.replace("\n", "\n> ")),
    Planted("private-key", "", PEM.partition("\n-----END")[0]),
    Planted("private-key", "", _PUTTY, before="Private-Lines: 2\n", after="Private-MAC: 12"),
    Planted("age", "AGE-SECRET-KEY-1", upper(58)),
    Planted("jwt", "eyJ", f"{mixed(20)}.eyJ{mixed(30)}.{mixed(43)}"),
    Planted("wallet", "xprv", mixed(107)),
    Planted("password-hash", "$2b$12$", mixed(53)),
    Planted("password-hash", "$6$", f"{mixed(16)}${mixed(86)}"),
    Planted("password-hash", "$argon2id$v=19$m=65536,t=3,p=4$", f"{mixed(22)}${mixed(43)}"),
)
WITH_A_SHAPE = (*CLOUDS, *FORGES, *MODELS, *OFFICES, *KEYS)

# Known by the name they are assigned to, or by the place where they stand.
BY_NAME = (
    Planted("assigned", "", mixed(24), before="api_key = '", after="'"),
    Planted("assigned", "", mixed(24), before='"apiKey": "', after='"'),
    Planted("assigned", "", mixed(40), before="AWS_SECRET_ACCESS_KEY="),
    Planted("assigned", "", hexa(32), before="export SLACK_TOKEN=", after="; ls"),
    Planted("assigned", "", mixed(20), before="client_secret => "),
    Planted("assigned", "", mixed(20), before="mytool --token ", after=" --verbose"),
    Planted("assigned", "", "Tr0ub4dor", before="password: "),
    Planted("assigned", "", "s3cr3t!", before='PASSWORD="', after='"'),
    Planted("assigned", "", "hunter22", before="mysql --password "),
    Planted("assigned", "", "s3cr3t!x", before="<password>", after="</password>"),
    Planted("assigned", "", "b1cycle!", before="DB_PASS="),
    Planted("assigned", "", "b1cycle!", before="Server=db;User=mara;Pwd=", after=";"),
    Planted("assigned", "", mixed(43) + "=", before="PrivateKey = "),
    Planted("assigned", "", mixed(43) + "=", before="Endpoint=sb://bus.test/;SharedAccessKey="),
    Planted("assigned", "", mixed(43), before='"refresh_token":"', after='"'),
    Planted("assigned", "", hexa(64), before="secret_key_base: "),
    Planted("assigned", "", UUID, before="//registry.test/:_authToken="),
    Planted("assigned", "", "hunter22", before="the wifi password is ", after=", for guests too"),
    Planted("assigned", "", mixed(24), before="My API key is `", after="`."),
    Planted("authorization", "", mixed(30), before="Authorization: Bearer "),
    Planted("authorization", "", mixed(30) + "=", before="-H 'authorization: basic ", after="'"),
    Planted("authorization", "", hexa(40), before="Authorization: Token "),
    Planted("cookie", "", mixed(26), before="PHPSESSID=", after="; path=/"),
)
BY_PLACE = (
    Planted("password", "", "hunter2", before="postgres://mara:", after="@db/bikes"),
    Planted("password", "", "p@ss", before="redis://:", after="@host:6379"),
    Planted("command-line", "", "hunter2", before="curl -sS -u mara:", after=" https://bikes.test"),
    Planted("command-line", "", "hunter2", before="curl -u mara:", after=" https://bikes.test"),
    Planted("command-line", "", "hunter2", before="curl https://bikes.test --user 'mara:", after="'"),
    Planted("command-line", "", "hunter2", before="mysqldump -u root -p", after=" bikes"),
    Planted("command-line", "", "hunter2", before="sshpass -p '", after="' ssh mara@bikes.test"),
    Planted("netrc", "", "hunter2", before="machine bikes.test\n  login mara\n  password "),
    Planted("pgpass", "", "hunter2", before="db.test:5432:bikes:mara:", after="\n"),
    Planted("pgpass", "", "hunter2", before="db.test:*:*:mara:"),
    Planted("docker", "", "bWFyYTpodW50ZXIy", before='{"auths": {"forge.test": {"auth": "', after='"}}}'),
    Planted("npm", "", "bWFyYTpodW50ZXIy", before="//registry.test/:_auth="),
    Planted("cookie", "", f"theme=dark; sid={mixed(26)}", before="Cookie: ", after="\nHost: bikes.test"),
)
PLANTED = (*WITH_A_SHAPE, *BY_NAME, *BY_PLACE)
