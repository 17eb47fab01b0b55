"""Short word lists of our own: grammar and role talk of seven languages, ordinary English words, hollow phrases."""

__all__ = ["BUILDERS", "GLOSSARY", "GRAMMAR", "HOLLOW", "LANGUAGE_NAMES", "PLAIN", "ROLE_TALK"]

LANGUAGE_NAMES: dict[str, str] = {
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fr": "French",
    "it": "Italian",
    "nl": "Dutch",
    "pt": "Portuguese",
}
"""The languages whose grammar is known, by two-letter code."""

GRAMMAR: dict[str, frozenset[str]] = {
    "en": frozenset(
        """
        a about after all also am among an and any are as at be because been being both but by can could did do does
        doing each either else etc ever every few for from had has have having he her here his how i if in into is it
        its just like many may me more most much must my neither no nor not of off on once one only onto or other our
        out over own per plus same shall she should since so some such than that the their them then there these they
        this those through to too two under until up upon us use used using very via was we well were what when where
        whether which while who whom whose why will with within without would you your yours
        """.split()  # noqa: SIM905 - a block of words reads better than a column of quotes
    ),
    "de": frozenset(
        """
        ab aber alle als am an andere auch auf aus bei beim bereits bis bist da damit dann das dass dein deine deinem
        deinen deiner dem den der des dich die dies diese diesen dieser dir doch du durch ein eine einem einen einer
        eines er es etwa fur ganz gerne gern hast hat haben hier hinaus ich ihr ihre ihren im in ist ja jede jeder kann
        kannst kein keine keinen konnen mehr mit nach nicht noch nur ob oder ohne sehr seit sich sie sind sowie
        statt uber um und uns unser unsere unserem unseren unter usw vom von vor war wenn wer werden wie wir wird wirst
        zu zum zur zwischen z b bzw innen
        """.split()  # noqa: SIM905
    ),
    "fr": frozenset(
        """
        a afin ainsi au aux avec avez bien c ce ces cet cette chez comme d dans de des donc du elle en entre es est et
        etes etre il j je l la le les leur leurs lors mais me meme n ne nos notre nous on ont ou par pas plus pour qu
        que qui quoi sa sans se ses si son sont sous sur ta tes ton tous tout toute toutes tres tu un une vers vos
        votre vous y
        """.split()  # noqa: SIM905
    ),
    "es": frozenset(
        """
        a al algo alguien ante aunque bajo como con contra cual cuando de del desde donde e el ella ellos en entre era
        eres es esa ese esta estas este estos fue ha han hasta hay la las le les lo los mas me mi mis muy ni no nos
        nuestra nuestro nuestros o para pero por que quien se sea ser si sin sobre son su sus tambien te tiene
        tienes tu tus un una uno unos y ya
        """.split()  # noqa: SIM905
    ),
    "pt": frozenset(
        """
        a alem algo alguem ao aos aqui as ate com como da das de dela dele do dos e ela ele em entre era essa esse esta
        estao este eu foi ha isso ja la lhe mais mas me mesmo meu na nao nas nem no nos nossa nosso nossos num numa o
        os ou para pela pelas pelo pelos por quando que quem se sem ser seu sua seus suas sobre tambem te tem teu um
        uma umas uns voce voces
        """.split()  # noqa: SIM905
    ),
    "it": frozenset(
        """
        a ad agli ai al alla alle anche c che chi ci come con cui da dagli dai dal dalla dei degli del della delle
        dello di dove e ed era essere gli ha hai hanno i il in io l la le lo loro ma mi ne negli nei nel nella nelle
        noi non nostra nostro o oppure per piu presso qualcuno quando questa questo se sei senza si sia siamo sono su
        sua sue sul sulla suo suoi ti tra tu tua tuo un una uno voi
        """.split()  # noqa: SIM905
    ),
    "nl": frozenset(
        """
        aan al alle als bij ben bent dan dat de deze die dit door een en er geen had heb hebben hebt heeft het hij hoe
        iemand ik in is je jij jou jouw kan kunt maar me meer met mij mijn na naar niet nog nu of om omdat onder ons
        onze ook op over te tot u uit uw van veel voor waar want wat we wel werd wie wij wil worden wordt zal ze zich
        zijn zo zoals zonder
        """.split()  # noqa: SIM905
    ),
}
"""Grammar words by language, in lower case and without accents."""

ROLE_TALK: dict[str, frozenset[str]] = {
    "de": frozenset(
        """
        aufgaben anforderungen arbeit arbeiten berufserfahrung bewerbung deutschkenntnisse erfahrene erfahrener
        erfahrung erfahrungen entwickelt entwickeln entwickelst entwicklung fahigkeiten gesucht gute guter idealerweise
        jahre jahren jemand jemanden kenntnisse kentnisse mitarbeit mitarbeiter mindestens mehrjahrige profil sehr
        stelle suchen suche sucht team umgang unternehmen verstarkung verfugst vertraut wunschenswert wissen fundierte
        einsatz bereich bringst mitbringen baust bauen betreiben betrieb gearbeitet hilft vorteil
        """.split()  # noqa: SIM905
    ),
    "fr": frozenset(
        """
        ans annees apprecie apprecies cherche cherchons competences connaissance connaissances equipe entreprise
        experience experimente experimentee idealement maitrise mission missions poste profil quelqu recherche
        recherchons recherchee recherche requis requise requises rejoindre souhaite souhaitee travail travaille
        travailler utilisant developper developpement construire concevoir souhaitees confirme confirmee solide solides
        """.split()  # noqa: SIM905
    ),
    "es": frozenset(
        """
        anos buscamos busca buscar conocimiento conocimientos deseable empresa equipo experiencia experto experta haya
        idealmente perfil persona puesto requisitos requerido requerida responsabilidades trabajado trabajar trabajo
        valora valorable minimo desarrollar desarrollo construir crear solida solido
        """.split()  # noqa: SIM905
    ),
    "pt": frozenset(
        """
        anos buscamos busca conhecimento conhecimentos desejavel diferencial empresa equipe experiencia especialista
        idealmente perfil pessoa procuramos procura requisitos responsabilidades tenha trabalhado trabalhar trabalho
        vaga vagas desenvolver desenvolvimento construir criar solida solido equipa
        """.split()  # noqa: SIM905
    ),
    "it": frozenset(
        """
        abbia anni azienda cerca cerchiamo competenza competenze conoscenza conoscenze esperienza esperto esperta
        gradita gradito idealmente lavorare lavorato lavoro minimo persona posizione profilo requisiti ricerca
        richiesta richiesto team sviluppare sviluppo costruire creare solida
        """.split()  # noqa: SIM905
    ),
    "nl": frozenset(
        """
        bedrijf ervaren ervaring functie gezocht iemand jaar kennis minimaal pre profiel team vaardigheden vacature
        vereist vereisten werk werken werkervaring werkt zoeken zoekt gewerkt wenselijk bouwen bouwt ontwikkelen
        ontwikkeling ontwikkelt collega goede ruime
        """.split()  # noqa: SIM905
    ),
}
"""How roles are described in other languages than English, without accents; :mod:`handiwork.index.words` has
English."""

BUILDERS: frozenset[str] = frozenset(
    """
    engineer engineers developer developers dev devs programmer programmers coder coders
    entwickler entwicklerin entwicklerinnen entwicklers softwareentwickler softwareentwicklerin programmierer
    programmiererin ingenieur ingenieurin ingenieure ingenieurs ingenieure developpeur developpeuse developpeurs
    ingenieur ingeniero ingeniera ingenieros desarrollador desarrolladora desarrolladores programador programadora
    desenvolvedor desenvolvedora desenvolvedores engenheiro engenheira engenheiros sviluppatore sviluppatrice
    sviluppatori ingegnere ingegneri programmatore programmatrice ontwikkelaar ontwikkelaars programmeur
    """.split()  # noqa: SIM905
)
"""Words for who builds software, without accents: for job titles they all are the same."""

GLOSSARY: dict[str, str] = {
    # data
    "daten": "data", "donnees": "data", "datos": "data", "dados": "data", "dati": "data", "gegevens": "data",
    "datenpipelines": "data pipelines", "datenpipeline": "data pipeline", "datenbank": "database",
    "datenbanken": "databases", "dateningenieur": "data engineer", "datenanalyse": "data analysis",
    "analyse de donnees": "data analysis", "analisis de datos": "data analysis", "analise de dados": "data analysis",
    "analisi dei dati": "data analysis", "data analyse": "data analysis", "base de donnees": "database",
    "bases de donnees": "databases", "base de datos": "database", "bases de datos": "databases",
    "banco de dados": "database", "bancos de dados": "databases", "datawarehouse": "data warehouse",
    "ingenieur donnees": "data engineer", "ingenieure donnees": "data engineer",
    "ingenieur de donnees": "data engineer", "ingeniero de datos": "data engineer",
    "ingeniera de datos": "data engineer", "engenheiro de dados": "data engineer",
    "engenheira de dados": "data engineer", "ingegnere dei dati": "data engineer",
    "flux de donnees": "data pipelines", "flujos de datos": "data pipelines", "fluxos de dados": "data pipelines",
    "pipelines de donnees": "data pipelines", "pipelines de datos": "data pipelines",
    "pipelines de dados": "data pipelines", "pipeline di dati": "data pipelines",
    # machine learning
    "maschinelles lernen": "machine learning", "maschinellem lernen": "machine learning",
    "maschinellen lernens": "machine learning", "apprentissage automatique": "machine learning",
    "aprendizaje automatico": "machine learning", "aprendizado de maquina": "machine learning",
    "aprendizagem automatica": "machine learning", "apprendimento automatico": "machine learning",
    "tiefes lernen": "deep learning", "apprentissage profond": "deep learning",
    "aprendizaje profundo": "deep learning", "aprendizado profundo": "deep learning",
    "kunstliche intelligenz": "artificial intelligence", "kunstlicher intelligenz": "artificial intelligence",
    "ki": "ai", "intelligence artificielle": "artificial intelligence",
    "inteligencia artificial": "artificial intelligence", "intelligenza artificiale": "artificial intelligence",
    "kunstmatige intelligentie": "artificial intelligence", "sprachmodelle": "language models",
    "sprachmodellen": "language models", "sprachmodell": "language model", "modeles de langage": "language models",
    "modeles de langue": "language models", "modelos de lenguaje": "language models",
    "modelos de linguagem": "language models", "modelli linguistici": "language models",
    "taalmodellen": "language models", "traitement du langage naturel": "natural language processing",
    "procesamiento del lenguaje natural": "natural language processing",
    "processamento de linguagem natural": "natural language processing",
    "vision par ordinateur": "computer vision", "vision por computador": "computer vision",
    "vision artificial": "computer vision", "visao computacional": "computer vision",
    # web and infrastructure
    "webentwickler": "web developer", "webentwicklerin": "web developer", "backendentwickler": "backend developer",
    "frontendentwickler": "frontend developer", "schnittstellen": "apis", "schnittstelle": "api",
    "webanwendungen": "web applications", "webanwendung": "web application",
    "applications web": "web applications", "aplicaciones web": "web applications",
    "aplicacoes web": "web applications", "applicazioni web": "web applications",
    "webapplicaties": "web applications", "asynchrone": "async", "asynchronen": "async", "asynchroner": "async",
    "asynchrones": "async", "asincronas": "async", "asincronos": "async", "assincronas": "async",
    "assincronos": "async", "asincrone": "async", "asincrona": "async", "microservicios": "microservices",
    "microsservicos": "microservices", "microservizi": "microservices", "mikroservices": "microservices",
    "infrastruktur": "infrastructure", "infraestructura": "infrastructure", "infraestrutura": "infrastructure",
    "infrastruttura": "infrastructure", "infrastructuur": "infrastructure", "sicherheit": "security",
    "securite": "security", "seguridad": "security", "seguranca": "security", "sicurezza": "security",
    "beveiliging": "security", "uberwachung": "monitoring", "surveillance": "monitoring",
    "supervision": "monitoring", "barrierefreiheit": "accessibility", "testautomatisierung": "test automation",
    "conteneurs": "containers", "contenedores": "containers", "suchmaschine": "search engine",
    "moteur de recherche": "search engine", "benutzeroberflachen": "user interfaces",
    "interfaces utilisateur": "user interfaces", "interfaces de usuario": "user interfaces",
}  # fmt: skip
"""Words of other languages, without accents, and the English that the catalogue has for them."""

PLAIN: frozenset[str] = frozenset(
    """
    ability access account act action actions active adapter adapters agent agents aim air alignment alpha analysis
    anchor app application applications apps apple area arrow art articles assembly assistant async atlas atom
    attention attrs audience audio audit automation awk axis backend backup balance ballerina bash basic beam bean
    beta better black blaze bloom board book books boost bottle box bridge build builder building bun buffalo business
    button c cabin cache calendar call camel card care cargo case cast catalog celery cell central chain change
    channel chart chat check chef chi choice circle class classes clean clear click client clients cloud cluster code
    collaboration collection color command commerce common community compass compile compose computer conductor
    consul consulting contact content context control core cost course cover craft crate create crew cross crystal
    cube culture customer customers cv cypress d dagger dash dashboard data date deal debug deck delta demo deploy
    design desk detail develop device digital direct discover display dive docs document doctor dog domain door draft
    dragon dream dress drill drive drone druid dynamic eager earth edge effect elastic element elixir email ember
    enable energy engine entity envoy error evaluation event events exact example exchange executive express eye face
    factory falcon family fast feather features fiber field file fire first fit flag flash flask flex flow fluent
    flux focus force form format forward frame framework fresh front full function fusion future galaxy game garden
    gate gateway gem general generation ginger gin git glide global glue go gold good grade graph graphics grid group
    growth guard guide gym hammer hand handle harbor harness head health hear helm help hero hive home hook hot house
    hub human hyper ice image impact impala index inference info ink innovation input insight integration interest
    interface iris iron island item jam jest join journey judge jump kind key keras kit knowledge lab label lake
    language large lark lasso layer lead learn learning level library life light lightning line link linux list live
    load local location lock log logic loop lotus love lucid luigi lumen machine macro magic mail make manage manager
    mango map mark market mask master match mate math matrix meet mercury merge mesh message metal metaflow meter
    method micro migrate mind mint mission mix mobile mocha mock model models modern module monitor moon motion move
    native nest net network neutral new next nice node nomad note number object observe ocean office offer one online
    open opera operator oracle orange orbit order organic origin output owner pack package page panel paper partner
    party passion path pay peer people perl phoenix phone pig pilot pipe pipeline plan platform play player plot plug
    point policy pony pool popular port portal post potential power practice presto prime privacy process product
    production profile program project protocol provider pulse pump puppet push pyramid quality quarkus query quest
    queue quick quill r rack radio rails rain range ray reach react reader ready real recipe record redwood reference
    reflex relay release report request requests research resource respond responsive rest result retail review rich
    ride ring rise river road robot rocket role room root round router run rust sage sails salt sample sanic scala
    scale school science scope scrap script scout sea search season secret security seed self sense sentry server
    service services serving session share shell shield shop show sign signal silver simple site skip slate slick
    slim smart snap social solid solution solutions sonar source space spark spec speech speed spider spin spinner
    spirit sport spring stack stage standard star start state station stone storage store storm story strategy stream
    streaming strength structure student studio style suite summit sun super support surface swarm swift switch sync
    system systems table tag talk tap target task team tempo temple terms test testing tests text theme think thread
    tide time tip title token tokens tool tools top tornado torch total touch tower trace track trade traffic train
    training transfer transform transport travel tree trial trino trust tube typing union unit universe up user users
    valley value vapor vault vector velocity venture version video view vision visual vite voice volume voyager walk
    wall warp watch water wave web well whisper white window wire wood word work worker workflow world write zero zone
    zoo
    """.split()  # noqa: SIM905
)
"""Ordinary English words that may also be names of software: alone and in lower case they prove little."""

HOLLOW: tuple[str, ...] = (
    "attention to detail", "attention to details", "pay attention", "your cv", "cv and", "a cv", "curriculum vitae",
    "your resume", "cover letter", "communication skills", "written and verbal", "verbal and written", "team player",
    "self starter", "fast paced", "go the extra mile", "go to market", "go above and beyond", "ready to go",
    "on the go", "the go to", "go live", "go beyond", "let s go", "as you go", "go to", "track record", "cutting edge",
    "state of the art", "world class", "best in class", "the rest of", "rest of the", "rest of our", "rest assured",
    "next level", "what s next", "next generation", "next step", "next steps", "the next", "our next", "react to",
    "react quickly", "reacts to", "express your", "express yourself", "in spring", "spring 2025", "spring 2026",
    "spring 2027", "spark joy", "spark change", "move fast", "work life balance", "health insurance",
    "dental insurance",
    "life insurance", "parental leave", "paid time off", "stock options", "equal opportunity employer",
    "equal opportunity", "competitive salary", "problem solving skills", "problem solver", "open minded",
    "open communication", "open to", "opens up", "make sure", "make an impact", "get things done", "hands on",
    "think outside", "wide range of", "day to day", "end to end", "from scratch", "a plus", "bonus points",
    "top notch", "high impact", "fun team", "office dogs", "hiring process", "home office", "per year", "m w d",
    "w m d", "f m d", "h f", "m f d", "f m x", "m f x", "all genders", "e g", "i e",
)  # fmt: skip
"""Phrases of adverts that say nothing about a craft although a word in them might; punctuation does not matter."""
