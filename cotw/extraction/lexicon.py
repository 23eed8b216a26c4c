"""Lexicon: the words that the rules for entities and triples know by themselves. Data, no rules.

Short on purpose: a name is told by how it stands in its sentence. What is listed here is what would be
taken for a name wrongly, and what is a name even in small letters. No person is named here.
"""

from __future__ import annotations

# Never names, even with a capital: what sentences begin with, times, interjections, forms of address.
COMMON = frozenset(
    """
    a about above absolutely accordingly across actually add added after afterwards again against ago ah aha
    all almost along already alright also although always am amazing an and another any anybody anyone
    anything anyway apparently are around as aside ask assuming assume at available awesome aw aww away awhile
    based basically be beautiful because been before being below besides best better between both but by bye
    call can cannot can't certainly change check choose click clearly come common congrats congratulations
    consider consequently cool could create currently dad dear definitely delete depending describe despite
    did do does doing done don't down due during each earlier either else end enjoy ensure especially etc even
    eventually every everybody everyone everything exactly excellent except explain fair feel few final
    finally find fine first firstly fix follow following for fortunately found from full further furthermore
    general generally get getting give given glad go going good goodness goodbye got grand great ha haha had
    happy hard has have having he hello help hence her here hers herself hey hi him himself his hm hmm
    honestly hope hopefully how however i i'd idea if ignore imagine important in include including incredible
    indeed initially inside instead interesting into is isn't it its itself just keep key know last lastly
    late later least less let lets like likewise lol look looking looks lot lots love lovely main make making
    many may maybe me meanwhile mine mom moreover more most mostly move mr mrs ms much mum must my myself name
    named naturally near need never nevertheless next nice no nobody none nonetheless nor not note nothing
    notice now obviously of off often oh ok okay old on once one only onto open optional or other others
    otherwise ought our ours out over overall overview own part perfect perhaps please plenty plus possible
    possibly previously pretty probably provide put quick quickly quite rather read ready really recently
    regarding regardless remember remove replace report rest right run safe said same save say see seems
    select send set several shall she should show similarly simple simply since so some somebody someone
    something sometimes somewhere soon sorry specifically start still step steps stop such summary super
    supposedly sure surely take tell test than thank thanks that the their theirs them themselves then there
    therefore these they things think this those though three through throughout thus till tip tips title to
    together told too totally toward towards truly try two under understood unfortunately unless unlike until
    up update upon us use used using usually various verify very via view wait want was watch way we well went
    were what whatever whats when whenever where whereas wherever whether which while who whoever whole whom
    whose why will wish with within without wonderful wondering work would wow write yay yeah year years yep
    yes yet haven ain whoa woah woohoo anytime cheers agreed yo yeehaw hooray oops ugh phew yum gosh omg you
    your yours yourself yup zero today tomorrow tonight yesterday morning afternoon evening night noon
    midnight week weekend month monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu
    thur thurs fri sat sun january february march april june july august september october november december
    jan feb mar apr jun jul aug sep sept oct nov dec spring summer autumn fall winter pm est pst utc gmt asap
    fyi btw imo imho lmk idk tldr todo fixme ps faq tbd nb vs eg ie aka
    """.split()
)

# Words of grammar: a line of capitals and these alone is a title, not a sentence.
GRAMMAR = frozenset(
    """
    a an and as at but by for from if in into nor of off on onto or over per so than the to up via vs when
    with yet your
    """.split()
)
FINITE = frozenset(
    "am is are was were be been has have had do does did will would can could should i".split()
)

# Small words that stand inside names: "Code of the West", "Ludwig van Beethoven".
CONNECTORS = frozenset(
    "of de del da di du des la le los las van von der den ten zu y e bin ibn al el &".split()
)

GERMAN = frozenset(
    """
    aber als am auch auf aus bei beim bin bis da dann das dass dem den der des die doch du ein eine einem
    einen einer es für gestern haben habe hat heute ich ihr im ist ja kann können man mein meine mich mir mit
    morgen muss nach nicht noch nur oder schon sehr sein sich sie sind über um und uns unser unsere unter von
    vom vor war warum was wenn werden wie wieder wir wird wurde zu zum zur
    """.split()
)
ENGLISH = frozenset(
    """
    a an and are as at be but by for from have has he her his i in is it its my not of on or our she so that
    the their they this to was we were what will with you your
    """.split()
)

# Tools that are meant whatever their case …
TOOLS = {
    word.lower(): word
    for word in """
    Python JavaScript TypeScript Kotlin Haskell Elixir Fortran Node.js Next.js Vue.js Django FastAPI NumPy
    pandas SciPy PyTorch TensorFlow Jupyter pytest mypy ruff Vim Neovim Emacs VSCode Xcode IntelliJ PyCharm
    Docker Kubernetes Terraform Ansible Jenkins Git GitHub GitLab Bitbucket Linux Ubuntu Debian macOS
    Windows10 Android iOS Bash PowerShell tmux nginx PostgreSQL Postgres MySQL SQLite MongoDB Redis
    Elasticsearch Kafka RabbitMQ DuckDB LanceDB GraphQL npm pnpm webpack ESLint Tailwind Svelte Numba OpenCV
    Photoshop Lightroom GIMP Inkscape Figma Obsidian Photopea Evernote Trello Asana Jira Dropbox PowerPoint
    LaTeX Pandoc ffmpeg Arduino OpenAI ChatGPT SQLAlchemy JSON YAML HTML CSS SQL AWS Azure Heroku Vercel
    Netlify Grafana Prometheus WordPress Shopify Spotify Netflix YouTube WhatsApp Gmail Duolingo Fitbit Typer
    Pydantic Homebrew Valgrind CMake GCC LLVM
    """.split()
}
# … and those that are common words in small letters.
CAPITAL_TOOLS = frozenset(
    """
    Go Rust Swift Ruby Java Scala Perl React Angular Vue Flask Rails Spring Excel Word Outlook Slack Zoom
    Teams Notion Claude Gemini Copilot Cursor Aider Codex Windows Chrome Firefox Safari Kindle Alexa Siri
    Chromebook Blender Unity Spark Airflow Snowflake Tableau Make Signal Telegram Discord Canva Audible Hulu
    Matlab
    """.split()
)

PLACES = frozenset(
    """
    afghanistan africa alabama alaska alps amsterdam antarctica argentina arizona asia athens atlanta auckland
    austin australia austria baltimore bangkok barcelona bavaria beijing belgium berlin boston brazil britain
    brooklyn brussels budapest bulgaria cairo california cambodia canada caribbean chicago chile china
    colombia colorado cologne copenhagen croatia cuba cyprus dallas delhi denmark denver dubai dublin
    edinburgh egypt england estonia ethiopia europe finland florence florida france frankfurt geneva germany
    ghana greece greenland guatemala hamburg hawaii helsinki houston hungary iceland idaho illinois india
    indiana indonesia iowa iran iraq ireland israel istanbul italy jamaica japan jerusalem kansas kenya
    kentucky korea kyoto lebanon lima lisbon lithuania london louisiana luxembourg lyon madagascar madrid
    maine malaysia malta manhattan marseille maryland massachusetts melbourne mexico miami michigan milan
    minneapolis minnesota mississippi missouri montana montreal morocco moscow mumbai munich münchen nairobi
    naples nebraska nepal netherlands nevada nigeria norway oakland ohio oklahoma ontario oregon orlando osaka
    oslo paris pennsylvania peru philadelphia philippines phoenix pittsburgh poland portugal prague quebec
    romania rome russia sacramento scandinavia scotland seattle seoul serbia shanghai singapore slovakia
    slovenia spain stockholm sweden switzerland sydney taiwan tampa tasmania tennessee texas thailand tibet
    tokyo toronto toulouse turkey tuscany uganda uk ukraine uruguay usa utah valencia vancouver venice vermont
    vienna vietnam wales warsaw wellington wien wisconsin wyoming zurich zürich
    """.split()
) | {
    "new york", "new york city", "los angeles", "san francisco", "san diego", "new zealand", "new jersey",
    "new mexico",
    "new orleans", "north america", "south america", "south africa", "south korea", "north carolina",
    "south carolina", "united states",
    "united kingdom", "hong kong", "tel aviv", "rio de janeiro", "costa rica", "sri lanka", "las vegas",
    "salt lake city",
}  # fmt: skip
