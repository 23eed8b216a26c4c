"""Secrets of clouds, hosts, data stores, and of what watches over them."""

from __future__ import annotations

from cotw.secrets.judging import looks_random
from cotw.secrets.shapes import Shape, shapes

_UUID = r"[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"
_END = r"(?![A-Za-z0-9])"

CLOUDS: tuple[Shape, ...] = (
    *shapes("aws", rf"A(?:KI|SI|BI|CC)A[A-Z2-7]{{16}}{_END}", "AKIA", "ASIA", "ABIA", "ACCA"),
    *shapes("aws", r"ABSK[A-Za-z0-9+/]{80,}+=*", "ABSK"),
    *shapes("aws", r"X-Amz-Signature=(?P<secret>[a-f0-9]{64})", "X-Amz-Signature="),
    *shapes("gcp", r"AIza[A-Za-z0-9_-]{35}", "AIza"),
    *shapes("gcp", r"ya29\.[A-Za-z0-9_-]{20,}+", "ya29."),
    *shapes("gcp", r"GOCSPX-[A-Za-z0-9_-]{28}", "GOCSPX-"),
    *shapes("gcp", r"X-Goog-Signature=(?P<secret>[a-f0-9]{64,}+)", "X-Goog-Signature="),
    *shapes("azure", r"AccountKey=(?P<secret>[A-Za-z0-9+/]{40,}+=*)", "AccountKey="),
    *shapes("azure", r"sig=(?P<secret>[A-Za-z0-9%+/]{30,}+=*)", "sig="),
    *shapes(
        "azure",
        r"[A-Za-z0-9_.~-]{3}\dQ~[A-Za-z0-9_.~-]{30,33}[A-Za-z0-9_~-](?![A-Za-z0-9_~-])",
        "Q~",
        ahead=(4,),
    ),
    *shapes("azure-devops", r"[A-Za-z0-9]{76}AZDO[A-Za-z0-9]{4}" + _END, "AZDO", ahead=(76,)),
    *shapes("firebase", r"AAAA[A-Za-z0-9_-]{7}:APA91b[A-Za-z0-9_-]{100,}+", ":APA91b", ahead=(11,)),
    *shapes("tencent", rf"AKID[A-Za-z0-9]{{32}}{_END}", "AKID", judge=looks_random),
    *shapes("alibaba", rf"LTAI[A-Za-z0-9]{{20}}{_END}", "LTAI"),
    *shapes("yandex", r"AQVN[A-Za-z0-9_-]{35,38}(?![A-Za-z0-9_-])", "AQVN"),
    *shapes("digitalocean", r"do[opr]_v1_[a-f0-9]{64}", "_v1_", ahead=(3,)),
    *shapes("heroku", r"HRKU-AA[A-Za-z0-9_-]{58}", "HRKU-AA"),
    *shapes("fly", r"fo1_[A-Za-z0-9_-]{43}", "fo1_"),
    *shapes("fly", r"fm[12][ar]?_[A-Za-z0-9+/]{100,}+=*", "fm1", "fm2_"),
    *shapes("netlify", r"nfp_[A-Za-z0-9_]{36,}+", "nfp_"),
    *shapes("vercel", r"vercel_blob_rw_[A-Za-z0-9_]{30,}+", "vercel_blob_rw_"),
    *shapes("cloudflare", r"v1\.0-[a-f0-9]{24}-[a-f0-9]{146}", "v1.0-"),
    *shapes("scalingo", r"tk-us-[A-Za-z0-9_-]{48}", "tk-us-"),
    *shapes("openshift", r"sha256~[A-Za-z0-9_-]{43}", "sha256~"),
    *shapes("terraform", r"[A-Za-z0-9]{14}\.atlasv1\.[A-Za-z0-9_=-]{60,}+", ".atlasv1.", ahead=(14,)),
    *shapes("pulumi", r"pul-[a-f0-9]{40}", "pul-"),
    *shapes("infracost", rf"ico-[A-Za-z0-9]{{32}}{_END}", "ico-"),
    *shapes("vault", r"hv[sbr]\.[A-Za-z0-9_-]{24,}+", "hvs.", "hvb.", "hvr."),
    *shapes("doppler", r"dp\.(?:pt|st|ct|sa|scim|audit)\.[A-Za-z0-9_.-]{40,}+", "dp."),
    *shapes("1password", r"ops_eyJ[A-Za-z0-9+/]{250,}+=*", "ops_eyJ"),
    *shapes("1password", r"A3-[A-Z0-9]{6}-[A-Z0-9]{6}-?[A-Z0-9]{5}(?:-[A-Z0-9]{5}){3}", "A3-"),
    *shapes("tailscale", r"tskey-[a-z]{2,12}-[A-Za-z0-9-]{20,}+", "tskey-"),
    *shapes("databricks", r"dapi[a-f0-9]{32}", "dapi"),
    *shapes("clickhouse", rf"4b1d[A-Za-z0-9]{{38}}{_END}", "4b1d"),
    *shapes("planetscale", r"pscale_(?:tkn|pw|oauth)_[A-Za-z0-9_=.-]{32,}+", "pscale_"),
    *shapes("supabase", r"sbp_[a-f0-9]{40}", "sbp_"),
    *shapes("supabase", r"sb_secret_[A-Za-z0-9_-]{31}", "sb_secret_"),
    *shapes("dynatrace", r"dt0[a-z]\d\d\.[A-Z0-9]{24}\.[A-Z0-9]{64}", "dt0"),
    *shapes("new-relic", r"NRAK-[A-Z0-9]{27}", "NRAK-"),
    *shapes("new-relic", r"NRJS-[a-f0-9]{19}", "NRJS-"),
    *shapes("new-relic", r"NRII-[A-Za-z0-9_-]{32}", "NRII-"),
    *shapes("grafana", r"glc_[A-Za-z0-9+/]{32,}+=*", "glc_"),
    *shapes("grafana", r"glsa_[A-Za-z0-9]{32}_[a-f0-9]{8}", "glsa_"),
    *shapes("launchdarkly", rf"(?:api|sdk)-{_UUID}{_END}", "api-", "sdk-"),
    *shapes("maxmind", rf"[A-Za-z0-9]{{6}}_[A-Za-z0-9]{{29}}_mmk{_END}", "_mmk", ahead=(36,)),
    *shapes("mapbox", r"[st]k\.eyJ[A-Za-z0-9_-]{20,}+\.[A-Za-z0-9_-]{20,}+", "sk.eyJ", "tk.eyJ"),
)
