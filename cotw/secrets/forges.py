"""Secrets of code forges, package registries, and of what builds, tests and reports."""

from __future__ import annotations

from cotw.secrets.judging import looks_random
from cotw.secrets.shapes import Shape, shapes

_END = r"(?![A-Za-z0-9])"

FORGES: tuple[Shape, ...] = (
    *shapes("github", r"gh[pousr]_[A-Za-z0-9]{30,}+", "ghp_", "gho_", "ghu_", "ghs_", "ghr_"),
    *shapes("github", r"github_pat_[A-Za-z0-9_]{40,}+", "github_pat_"),
    *shapes(
        "gitlab",
        r"gl[a-z]{2,6}-[A-Za-z0-9_.-]{20,}+",
        *("glpat-", "gldt-", "glrt-", "glptt-", "glcbt-", "glsoat-", "glft-", "glimt-", "glagent-", "gloas-"),
    ),
    *shapes("gitlab", r"GR1348941[A-Za-z0-9_-]{20}", "GR1348941"),
    *shapes("atlassian", r"AT[AC]TT3[A-Za-z0-9_=-]{100,}+", "ATATT3", "ATCTT3"),
    *shapes("bitbucket", rf"ATBB[A-Za-z0-9]{{32}}{_END}", "ATBB"),
    *shapes("npm", r"npm_[A-Za-z0-9]{36}", "npm_"),
    *shapes("pypi", r"pypi-[A-Za-z0-9_-]{40,}+", "pypi-"),
    *shapes("rubygems", r"rubygems_[a-f0-9]{48}", "rubygems_"),
    *shapes("crates", rf"cio[A-Za-z0-9]{{32}}{_END}", "cio", judge=looks_random),
    *shapes("nuget", rf"oy2[a-z0-9]{{43}}{_END}", "oy2"),
    *shapes("clojars", r"CLOJARS_[a-f0-9]{60}", "CLOJARS_"),
    *shapes("docker", r"dckr_[op]at_[A-Za-z0-9_-]{27,}+", "dckr_pat_", "dckr_oat_"),
    *shapes("artifactory", r"AKC[A-Za-z0-9]{60,}+", "AKC"),
    *shapes("artifactory", rf"cmVmd[A-Za-z0-9]{{59}}{_END}", "cmVmd"),
    *shapes("buildkite", r"bkua_[a-f0-9]{40}", "bkua_"),
    *shapes("circleci", r"CCI(?:PAT|PRJ)_[A-Za-z0-9]{20,24}_[a-f0-9]{40}", "CCIPAT_", "CCIPRJ_"),
    *shapes(
        "harness",
        r"[ps]at\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20}",
        *("pat.", "sat."),
    ),
    *shapes("octopus", rf"API-[A-Z0-9]{{26}}{_END}", "API-"),
    *shapes("prefect", rf"pn[ub]_[A-Za-z0-9]{{36}}{_END}", "pnu_", "pnb_"),
    *shapes("sonar", r"sq[upa]_[a-f0-9]{40}", "squ_", "sqp_", "sqa_"),
    *shapes("sourcegraph", r"sgp_(?:[a-f0-9]{16}_|local_)?[a-f0-9]{40}", "sgp_"),
    *shapes("sentry", r"sntrys_[A-Za-z0-9+/=_-]{40,}+", "sntrys_"),
    *shapes("sentry", r"sntry[ua]_[a-f0-9]{64}", "sntryu_", "sntrya_"),
    *shapes("snyk", r"snyk_(?:uat|sat)\.[a-f0-9]{8}\.[A-Za-z0-9_.-]{40,}+", "snyk_uat.", "snyk_sat."),
    *shapes("postman", r"PMAK-[a-f0-9]{24}-[a-f0-9]{34}", "PMAK-"),
    *shapes("readme", rf"rdme_[a-z0-9]{{70}}{_END}", "rdme_"),
    *shapes("figma", r"fig[dou]r?_[A-Za-z0-9_-]{40}", "figd_", "figo_", "figu_", "figor_", "figur_"),
    *shapes("wakatime", r"waka_[a-f0-9]{8}(?:-[a-f0-9]{4}){3}-[a-f0-9]{12}", "waka_"),
    *shapes("posthog", rf"phx_[A-Za-z0-9]{{43,47}}{_END}", "phx_"),
    *shapes("defined", r"dnkey-[A-Za-z0-9=_-]{26}-[A-Za-z0-9=_-]{52}", "dnkey-"),
)
