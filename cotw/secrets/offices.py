"""Secrets of chats, mail, payment, shops and the documents people share."""

from __future__ import annotations

from cotw.secrets.judging import looks_random
from cotw.secrets.shapes import Shape, shapes

_UUID = r"[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}"
_END = r"(?![A-Za-z0-9])"

OFFICES: tuple[Shape, ...] = (
    *shapes("slack", r"xox[abeoprs]-[A-Za-z0-9-]{10,}+", "xox"),
    *shapes("slack", r"xapp-\d-[A-Za-z0-9-]{10,}+", "xapp-"),
    *shapes("slack", r"hooks\.slack\.com/[a-z]+/(?P<secret>[A-Za-z0-9/_-]{20,}+)", "hooks.slack.com/"),
    *shapes(
        "discord",
        r"discord(?:app)?\.com/api/webhooks/\d{10,20}/(?P<secret>[A-Za-z0-9_-]{40,}+)",
        *("discord.com/api/webhooks/", "discordapp.com/api/webhooks/"),
    ),
    *shapes(
        "discord",
        r"[MNO][A-Za-z0-9_-]{23,27}\.[A-Za-z0-9_-]{6}\.[A-Za-z0-9_-]{27,}+",
        # The Base64 of a number that begins with the digits 0 to 9.
        *("MD", "MT", "Mj", "Mz", "ND", "NT", "Nj", "Nz", "OD", "OT"),
        judge=looks_random,
    ),
    *shapes(
        "teams",
        r"webhook\.office\.com/webhookb2/(?P<secret>[A-Za-z0-9@/-]{40,}+)",
        "webhook.office.com/",
    ),
    *shapes(
        "zapier", r"hooks\.zapier\.com/hooks/catch/(?P<secret>\d{3,10}/[A-Za-z0-9]{5,}+)", "hooks.zapier.com/"
    ),
    *shapes(
        "telegram",
        r"(?:bot(?=\d))?(?P<secret>\d{8,10}:AA[A-Za-z0-9_-]{32,33}(?![A-Za-z0-9_-]))",
        ":AA",
        ahead=(13, 12, 11, 10, 9, 8),
    ),
    *shapes("twilio", rf"SK[0-9a-f]{{32}}{_END}", "SK"),
    *shapes("sendgrid", r"SG\.[A-Za-z0-9_-]{16,64}\.[A-Za-z0-9_-]{16,64}", "SG."),
    *shapes("brevo", r"xkeysib-[a-f0-9]{64}-[A-Za-z0-9]{16}", "xkeysib-"),
    *shapes("brevo", r"xsmtpsib-[a-f0-9]{64}-[A-Za-z0-9]{16}", "xsmtpsib-"),
    *shapes("mailchimp", rf"[a-f0-9]{{32}}-us\d{{1,2}}{_END}", "-us", ahead=(32,)),
    *shapes("mailgun", rf"key-[a-f0-9]{{32}}{_END}", "key-"),
    *shapes("resend", rf"re_[A-Za-z0-9]{{8}}_[A-Za-z0-9]{{24}}{_END}", "re_", judge=looks_random),
    *shapes("hubspot", rf"pat-(?:na|eu|ap)\d-{_UUID}", "pat-na", "pat-eu", "pat-ap"),
    *shapes(
        "stripe", r"[sr]k_(?:live|test)_[A-Za-z0-9]{16,}+", "sk_live_", "sk_test_", "rk_live_", "rk_test_"
    ),
    *shapes("stripe", r"whsec_[A-Za-z0-9+/=]{24,}+", "whsec_"),
    *shapes("square", r"sq0(?:atp|csp|idp)-[A-Za-z0-9_-]{22,43}", "sq0atp-", "sq0csp-", "sq0idp-"),
    *shapes("square", rf"EAAA[A-Za-z0-9_-]{{60}}{_END}", "EAAA"),
    *shapes("facebook", r"EAA[B-Z][A-Za-z0-9]{30,}+", "EAA", judge=looks_random),
    *shapes(
        "braintree", r"access_token\$(?:production|sandbox)\$[a-z0-9]{16}\$[a-f0-9]{32}", "access_token$"
    ),
    *shapes("razorpay", rf"rzp_(?:live|test)_[A-Za-z0-9]{{14}}{_END}", "rzp_live_", "rzp_test_"),
    *shapes("flutterwave", r"FLWSECK(?:_TEST)?-[a-hA-H0-9]{12,32}-X", "FLWSECK"),
    *shapes("duffel", r"duffel_(?:test|live)_[A-Za-z0-9_=-]{43}", "duffel_"),
    *shapes("easypost", rf"EZ[AT]K[A-Za-z0-9]{{54}}{_END}", "EZAK", "EZTK"),
    *shapes("shippo", r"shippo_(?:live|test)_[a-f0-9]{40}", "shippo_"),
    *shapes("shopify", r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}", "shpat_", "shpca_", "shppa_", "shpss_"),
    *shapes("airtable", r"pat[A-Za-z0-9]{14}\.[a-f0-9]{64}", "pat"),
    *shapes("linear", r"lin_(?:api|oauth)_[A-Za-z0-9]{32,}+", "lin_api_", "lin_oauth_"),
    *shapes("notion", r"ntn_[A-Za-z0-9]{40,}+", "ntn_"),
    *shapes("notion", rf"secret_[A-Za-z0-9]{{43}}{_END}", "secret_"),
    *shapes("contentful", r"CFPAT-[A-Za-z0-9_-]{43}", "CFPAT-"),
    *shapes("typeform", r"tfp_[A-Za-z0-9_.=-]{40,}+", "tfp_"),
    *shapes("dropbox", r"sl\.(?:u\.)?[A-Za-z0-9_-]{120,}+", "sl."),
    *shapes("adobe", rf"p8e-[A-Za-z0-9]{{32}}{_END}", "p8e-"),
    *shapes("frame-io", r"fio-u-[A-Za-z0-9_=-]{64}", "fio-u-"),
)
