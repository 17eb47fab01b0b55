"""The patterns of what is declined: protected attributes and their proxies, as asked of a person in four languages."""

import re
from typing import NamedTuple

__all__ = ["ATTRIBUTES", "BEFORE", "HARD", "WELCOME", "Attribute"]


class Attribute(NamedTuple):
    """One protected attribute.

    Attributes
    ----------
    name
        Short, lower case.
    why
        One plain sentence with what it rests on.
    needles
        In lower case, words one of which every match has.
    pattern
        What asks for it; where there is a group ``cut``, only that is what asks.
    """

    name: str
    why: str
    needles: tuple[str, ...]
    pattern: re.Pattern[str]


_PIECES = {
    "<PERSON>": r"""(?:engineers?|developers?|devs?|programmers?|coders?|hackers?|candidates?|applicants?|persons?|people
        |individuals?|employees?|hires?|workers?|colleagues?|professionals?|graduates?|grads?|students?|talents?|founders?
        |leaders?|leads?|managers?|scientists?|architects?|analysts?|designers?|consultants?|specialists?|experts?
        |recruiters?|contributors?|maintainers?|researchers?|interns?|administrators?|admins?|testers?|ctos?|ceos?
        |someone|somebody|anyone|guys?|folks?|minds|team[ ]members?|profiles|authors?|leadership|executives?|committers?
        |entwickler(?:innen|in|n)?|ingenieur(?:innen|in|e|en)?|programmierer(?:innen|in|n)?|bewerber(?:innen|in|n)?
        |kandidat(?:innen|in|en)?|mitarbeiter(?:innen|in|n)?|kolleg(?:innen|in|en|e)|informatiker(?:innen|in|n)?|personen
        |menschen|leute|fachkr[äa]fte?|d[ée]veloppeu(?:rs?|ses?)|ing[ée]nieure?s?|candidate?s?|personnes?|profils?
        |informaticien(?:ne)?s?|programmeu(?:rs?|ses?)|desarrollador(?:es|as|a)?|ingenier[oa]s?|programador(?:es|as|a)?
        |candidat[oa]s?|personas?|perfil(?:es)?)(?!\w)""",
    "<MID>": r"(?:[^\W\d_][\w+#./-]{0,24},?[ ]+){0,4}?",
    "<CRAFT>": r"""(?:(?:senior|junior|mid[ -]?level|lead|staff|principal|back[ -]?end|front[ -]?end|full[ -]?stack|software|web
        |mobile|data|machine[ ]learning|ml|ai|devops|platform|cloud|tech|python|django|fastapi|flask|rust|go|golang|java|it
        |javascript|typescript|react|c\+\+|c|ruby|rails|ruby[ ]on[ ]rails|php|kotlin|swift|scala|node(?:\.js)?|embedded
        |security|systems?|open[ -]source|experienced|talented|good|great|top|best|skilled|strong|pytorch|young|remote
        |kubernetes|infrastructure)[ ]+){0,4}?""",
    "<LEAD>": r"""(?:(?:who[ ](?:is|are)|that[ ](?:is|are)|(?:must|should|has[ ]to|have[ ]to|needs?[ ]to|can|may)(?:[ ]not|[ ]only)?[ ]be
        |preferabl[ye]|ideally|preferred|prefer|strictly|only|no|not|nur|keine?n?|bevorzugt|vorzugsweise|idealerweise
        |uniquement|seulement|de[ ]pr[ée]f[ée]rence|pas[ ]de|s[óo]lo|solamente|preferiblemente|preferentemente|sin
        )[ ]+){0,3}(?:(?:an?|the|any|eine?n?|une?|des|una?|los|las)[ ]+)?""",
    "<ASK>": r"""(?:who[ ](?:is|are)|(?:he|she|they|candidate|person)[ ](?:is|are)|(?:must|should|has[ ]to|have[ ]to|needs?[ ]to|can|may)(?:[ ]not|[ ]only)?[ ]be
        |preferabl[ye]|ideally|preferred|prefer|strictly|only|no|not|avoid|exclud(?:e|ing)|looking[ ]for|searching[ ]for
        |find(?:[ ]me)?|show(?:[ ]me)?|seek(?:ing)?|wants?|wanted|needs?|hire|hiring|interested[ ]in|all|except|target(?:ing)?
        |nur|keine?n?|bevorzugt|vorzugsweise|idealerweise|suchen|gesucht:?|muss|sollte|ausschlie[ßs]+lich
        |uniquement|seulement|de[ ]pr[ée]f[ée]rence|pas[ ]de|cherch(?:e|ons)|recherch(?:e|ons)|doit[ ][êe]tre
        |s[óo]lo|solamente|[úu]nicamente|preferiblemente|preferentemente|buscamos|busco|debe[ ]ser|que[ ]sean?)[ ]+
        (?:(?:an?|the|any|some|only|nur|eine?n?|une?|des|una?|los|las|young|junge|jeunes?|strong|great|good|talented|smart|other)[ ]+){0,3}""",
    "<TAIL>": r"(?:,?[ ]+(?:only|preferred|please|required|bevorzugt|uniquement|seulement|de[ ]pr[ée]f[ée]rence|solamente|preferiblemente))?",
    "<END>": r"(?=[ ]*(?:$|[.,;:!?)\n\"'”]|(?:and|or|with|who|in|for|only|please|und|oder|mit|et|ou|avec|y|o|con|as|at|preferred)(?!\w)))",
    "<DEMONYM>": r"""(?:non-)?(?:afghan|albanian|algerian|american|arab|arabian|argentin(?:e|ian)|armenian|australian|austrian
        |azerbaijani|bangladeshi|belarusian|belgian|brazilian|british|bulgarian|canadian|caribbean|caucasian|chilean|chinese|colombian
        |croatian|cuban|cypriot|czech|danish|dutch|egyptian|english|estonian|ethiopian|eu|european|filipin[oa]|finnish|french
        |georgian|german|ghanaian|greek|hungarian|indian|indonesian|iranian|iraqi|irish|israeli|italian|jamaican|japanese
        |jordanian|kazakh|kenyan|korean|latvian|lebanese|lithuanian|malaysian|mexican|moldovan|moroccan|nepali|nigerian
        |norwegian|pakistani|palestinian|persian|peruvian|polish|portuguese|romanian|russian|saudi|scandinavian|scottish
        |senegalese|serbian|singaporean|slavic|slovak|slovenian|somali|spanish|sri[ ]lankan|swedish|swiss|syrian|taiwanese
        |thai|tunisian|turkish|ukrainian|u\.?s\.?|u\.?k\.?|usa|uzbek|venezuelan|vietnamese|welsh|western)""",
    "<PEOPLES>": r"""(?:afghans|albanians|americans|arabs|armenians|australians|austrians|belarusians|brazilians
        |britons|brits|bulgarians|canadians|caucasians|chinese|colombians|croatians|czechs|danes|egyptians|estonians|europeans
        |filipin[oa]s|finns|georgians|germans|greeks|hungarians|indians|indonesians|iranians|iraqis|israelis|italians|kenyans
        |koreans|latvians|lithuanians|mexicans|moroccans|nepalis|nigerians|norwegians|pakistanis|palestinians|poles|romanians
        |russians|serbs|slavs|somalis|swedes|syrians|turks|ukrainians|uzbeks|venezuelans|vietnamese|westerners)""",
    "<TONGUE>": r"""(?:english|german|french|spanish|portuguese|italian|dutch|polish|czech|slovak|japanese|mandarin|cantonese|chinese
        |korean|arabic|hebrew|swedish|danish|norwegian|finnish|russian|ukrainian|turkish|hindi|urdu|bengali|tamil|greek|romanian
        |hungarian|bulgarian|serbian|croatian|vietnamese|thai|persian|farsi|armenian|georgian|latvian|lithuanian|estonian
        |englisch|deutsch|franz[öo]sisch|spanisch|italienisch|russisch|polnisch|t[üu]rkisch
        |anglais|allemand|fran[çc]ais|espagnol|italien|ingl[ée]s|alem[áa]n|franc[ée]s|espa[ñn]ol|castellano|italiano)e?""",
    "<PLACE>": r"(?:the[ ])?[A-ZÀ-Ý][\w.'-]+(?:[ ][A-ZÀ-Ý][\w.'-]+)?",
    "<NN>": r"(?:1[5-9]|[2-7]\d)",
    "<NOTMAN>": r"""(?![ ]+(?:or|and|/|und|oder)[ ]+(?:fe)?males?(?!\w))(?![ /-]+(?:to[ -]|connectors?|plugs?|sockets?|adapters?|headers?|threads?|voices?|names?
        |characters?|avatars?|speech|bod(?:y|ies)|anatomy|patients?|users?|customers?|athletes?|fertility|health|hormon\w+|pattern
        |founded|led|owned|faces?))""",
}


def _needles(words: str) -> tuple[str, ...]:
    return tuple(words.split("|"))


def _pattern(*alternatives: str, is_cased: bool = False) -> re.Pattern[str]:
    text = "|".join(alternatives)
    for name, piece in _PIECES.items():
        text = text.replace(name, piece)
    return re.compile(rf"(?<![\w+#])(?:{text})(?!\w)", re.VERBOSE | (0 if is_cased else re.IGNORECASE))


WELCOME = re.compile(
    r"welcom(?:e|es|ing)(?!\w)|encouraged?(?!\w)|equal[ ](?:employment[ ])?opportunit|discriminat|celebrate|inclusive|inclusion"
    r"|regardless of|irrespective of|without regard to|protected (?:class|characteristic|veteran)|all (?:genders|ages|backgrounds)"
    r"|any (?:gender|age|background|religion|race)|willkommen|gleicher (?:eignung|qualifikation|bef[äa]higung)|unabh[äa]ngig von"
    r"|ungeachtet|chancengleichheit|freuen uns [üu]ber|bienvenu|encourag(?:eons|[ée])|sans distinction|quel(?:le)?s? que soi(?:t|ent)"
    r"|[ée]galit[ée]|bienvenid|animamos|sin distinci[óo]n|independientemente|igualdad",
    re.IGNORECASE,
)
"""What a sentence has that says whom an employer welcomes, or that it makes no difference."""

HARD = re.compile(
    r"(?<!\w)(?:only|exclusively|must be|no (?:wom[ae]n|m[ae]n|males?|females?)|nur|ausschlie[ßs]+lich|uniquement|exclusivement"
    r"|seulement|s[óo]lo|solamente|[úu]nicamente)(?!\w)",
    re.IGNORECASE,
)
"""What makes an ask of such a sentence all the same."""

BEFORE = re.compile(
    r"(?:(?:apps?|products?|platforms?|services?|tools?|websites?|software|shops?|clothes|clothing|shoes|fashion|care|content"
    r"|games?|devices?|medicine|research|accessib\w+|technolog\w+|solutions?|learning|community|models?|interfaces?|data|portal) (?:for|about|on|of)"
    r"|(?:apps?|anwendung\w*|plattform\w*|produkte?|software|mode|spiele) f[üu]r|(?:applications?|produits?|sites?|plateformes?|logiciels?|mode|jeux) pour"
    r"|(?:aplicaci[óo]n(?:es)?|productos?|plataformas?|juegos|moda|sitios?) para"
    r"|(?:team|workforce|half of us|of us|compan(?:y|ies)|code ?bases?|systems?|monoliths?|startups?|projects?|products?|firms?|banks?|business|stacks?|platforms?"
    r"|applications?|institutions?)(?: (?:that|which))?(?: is| are| was| were)?)"
    r"(?: (?:the|young|older|elderly|pregnant|all|deaf|blind|disabled|over|under|about|almost|nearly|more than|people|users|persons|personen|menschen|personnes|personas|\d+[ ]?%|percent|percent[ ]of|with|who|are|mit|avec|con|and|or)){0,4}[ ]*$",
    re.IGNORECASE,
)
"""What stands before the users of a product, or before the age of a company: nobody is asked for."""

ATTRIBUTES: tuple[Attribute, ...] = (
    Attribute(
        "gender",
        "sex and gender decide nothing here: unequal treatment by them is unlawful (Title VII, Equality Act 2010, Directive 2006/54/EC)",
        _needles(
            "male|female|nonbinary|wom|men|man|lady|ladies|girl|boy|gender|sex|femin|mascul|trans|cis|binary|"
            "pronoun|she/|he/|they/|weiblich|männlich|mannlich|frau|männer|femme|homme|mujer|varón|"
            "varon|varones|hombre|guy|dude|gals|bros|chica|chico|mädchen|jungs|féminin|gentlem"
        ),
        _pattern(
            r"<LEAD>(?:all[ -])?(?:female|male|feminine|masculine|cis(?:gender)?|trans(?:gender)?|non-?binary|genderqueer)<NOTMAN>(?=[ ]+<MID><PERSON>)<TAIL>",
            r"(?:ideally|preferably|must[ ]be|should[ ]be|only)[ ](?:an?[ ])?guys?|<LEAD>(?:woman|women|lady|ladies|girls?|females|gentlem[ae]n)(?!['’]s|[ ]+(?:in[ ](?:tech|technology|data|machine[ ]learning|ml|ai|open[ ]source|stem)|who[ ]code|and[ ]men)(?!\w))<TAIL>",
            r"<ASK>(?:m[ae]n|males?|females?|wom[ae]n|boys?|gentlem[ae]n|gals?|dudes?|bros)(?!['’]s|[ -]+(?:pages?|in[ -]the|months?|hours?|days?)|[ ]+(?:and|or)[ ]+(?:wom[ae]n|females?|males?))(?!\w)<NOTMAN><TAIL>",
            r"(?:m[ae]n|males?|females?|boys?)[ ]+(?:only|preferred)",
            r"a[ ]man(?=[ ]+(?:who|with|from|in)(?!\w))",
            r"(?:gender|sex)[ ]*(?:[:=]|(?:must|should)[ ]be|is)[ ]*(?:fe)?male",
            r"(?:pronouns?[ ]*(?:[:=]|are|must[ ]be|should[ ]be)?[ ]*)?(?:she|he|they)[ ]?/[ ]?(?:her|him|them|hers|his)(?:[ ]+pronouns?)?",
            r"<LEAD>(?:weibliche?[rnsm]?|männliche?[rnsm]?|mannliche?[rnsm]?)(?![ ]*(?:/|und|oder))(?=[ ]+<MID><PERSON>|<END>)<TAIL>",
            r"<ASK>(?:frau(?:en)?|männer|mann|mädchen|jungs)(?!\w)<TAIL>|(?:frau(?:en)?|männer|mann|mädchen)[ ]+(?:bevorzugt|gesucht|erwünscht|only)",
            r"<LEAD>(?:femmes?)(?![ ]+et[ ]+(?:les[ ]+)?hommes|[ -]+hommes)<TAIL>|(?:<ASK>)hommes?(?![ -]+(?:machine|et|femmes?))<TAIL>|de[ ]sexe[ ](?:f[ée]minin|masculin)",
            r"<LEAD>(?:mujer(?:es)?)(?![ ]+y[ ]+hombres)<TAIL>|(?:hombres?|varones)(?=[ ](?:j[óo]venes|con|que|solteros)(?!\w))|<ASK>(?:hombres?|var[óo]n(?:es)?|chic[oa]s?)(?![ ]+y[ ]+mujeres)<TAIL>|de[ ]sexo[ ](?:femenino|masculino)",
        ),
    ),
    Attribute(
        "age",
        "age decides nothing here, nor what stands in for it: ask for what the work needs (ADEA and 29 CFR 1625.4, Directive 2000/78/EC, Equality Act 2010)",
        _needles(
            "young|youth|old| age|age |aged|ages|under |over |below |above |born |birth|graduat|"
            "grads|class of|digital native|millennial|gen z|gen-z|generation z|boomer|y/o|yo |"
            "college student|jung|alt|älter|jünger|jahrgang|geboren|jeune| ans|âgé|agé|née|né |nés|"
            "joven|jóven|in his|in her|in their|in the |in your|early |mid |late |edad|años|nacid|menor|mayor|teen|twenties|thirties|forties|elderly|"
            "fresh blood|retire"
        ),
        _pattern(
            r"<LEAD>(?:(?:young|youthful)(?:er)?)(?=(?:,?[ ]+and[ ]+\w+|,[ ]*\w+(?:[ ]and[ ]\w+)?)?[ ]+(?!(?:startup|start-up|company|companies|team|projects?|products?|ecosystem|library|libraries|field|framework|language|fund|firm)(?!\w))<MID>(?:<PERSON>|m[ae]n(?!\w)|wom[ae]n|lad(?:y|ies)|blood|team[ ]player))",
            r"<ASK>(?:young|younger|youthful|old|older|elderly)<END>",
            r"<LEAD>(?:old|older|elderly|middle[ -]aged|ag(?:e)?ing)(?=[ ]+<CRAFT><PERSON>)(?![ ]+people['’]s)",
            r"<LEAD>(?:digital[ ]natives?|millennials?|gen[ -]?z(?:ers?)?|generation[ ]z|(?:baby[ ]?)?boomers?|fresh[ ]blood|teenagers?|twenty-?somethings?)",
            r"<LEAD>(?:in[ ](?:his|her|their|the|your)[ ](?:(?:early|mid|late)[ -])?|(?:early|mid|late)[ -])(?:twenties|thirties|forties|fifties|20s|30s|40s|50s)",
            r"<LEAD>(?:recent|fresh)[ ](?:college[ ]|university[ ]|cs[ ])?grad(?:uate)?s?|<LEAD>college[ ]students?",
            r"<LEAD>(?:(?:is|are)[ ]+)?(?:(?:under|below|over|above|up[ ]to|at[ ]most|max(?:imum|\.)?|less[ ]than|more[ ]than|younger[ ]than|older[ ]than|between)[ ]+)?(?:the[ ]age[ ]of[ ]+)?<NN>(?:[ ]*(?:-|–|to|and)[ ]*<NN>)?[ +-]*(?:years?|yrs?)[ -]*(?:old|of[ ]age)(?:[ ]or[ ](?:younger|older))?(?![ -]+(?:compan(?:y|ies)|code|codebase|systems?|startups?|monoliths?|projects?|products?|banks?|firms?|business|app\w*|databases?|stacks?|software|platforms?|legacy|bugs?))",
            r"<LEAD>(?:under|over|below|above|up[ ]to)[ ]the[ ]age[ ]of[ ]+<NN>|<LEAD>(?:younger|older)[ ]than[ ]+<NN>(?![ ]*(?:days|hours|seconds|minutes|weeks|months|versions|ms|years?[ ](?!old|of[ ]age)\w))",
            r"(?:<PERSON>|no[ ]one|nobody|none|m[ae]n|wom[ae]n)(?P<cut>[ ]+(?:who[ ](?:is|are)[ ]+|aged[ ]+)?(?:not[ ]+)?(?:under|below|over|above)[ ]+<NN>)(?=[ ]*(?:$|[.,;:!?)\n]|(?:and|or|with|who|in|from|for|only|please|as|at)(?!\w)))",
            r"(?:<LEAD>aged?|ages|age[ ]range|age[ ]limit|age[ ]group)[ ]*(?::|=|is|of|between|from|under|over|below|above|up[ ]to|max(?:imum)?)?[ ]*<NN>(?:[ ]*(?:-|–|to|and|or)[ ]*(?:<NN>|younger|older|under))?(?![ ]*(?:days|hours|seconds|minutes|weeks|months|\d))",
            r"(?:under|over)-?<NN>s",
            r"(?<=[,;(][ ])(?:not[ ]|no[ ]|nobody[ ])?(?:under|below|over|above|younger[ ]than|older[ ]than)[ ]<NN>(?=[ ]*(?:$|[.,;!?)]))",
            r"<LEAD><NN>(?:[ ]*(?:-|–|to)[ ]*<NN>)?[ ]*y/?o",
            r"<LEAD>born[ ](?:in[ ])?(?:19|20)\d\d(?:[ ](?:or|and)[ ](?:later|after|earlier|before))?|<LEAD>born[ ](?:after|before|between|in|since|from|later[ ]than)[ ](?:the[ ])?(?:19|20)\d\ds?(?:[ ]*(?:-|–|to|and)[ ]*(?:19|20)?\d\d)?",
            r"(?:year|date)[ ]of[ ]birth\b(?:[ ]*[:=]?[ ]*(?:after|before|from|between)?[ ]*\d{2,4})?|birth[ ]?(?:year|date)[ ]*(?:[:=]|after|before|from|between|is)+[ ]*[\d/.-]+",
            r"<LEAD>graduat(?:ed|ing|es?|ion)(?:[ ](?:year|date|from[ ](?:college|university|school)))?[ ]*(?:after|before|since|between|in|from|:|no[ ]earlier[ ]than|not[ ]before|later[ ]than)?[ ]*(?:19|20)\d\d(?:[ ]*(?:-|–|to|and|or)[ ]*(?:(?:19|20)?\d\d|later|earlier))?",
            r"<LEAD>class[ ]of[ ](?:19|20)\d\d(?:[ ]*(?:-|–|to|or)[ ]*(?:(?:19|20)\d\d|later|earlier))?",
            r"<LEAD>(?:close[ ]to|near(?:ing)?)[ ]retirement(?:[ ]age)?",
            r"<LEAD>junge?[rnsm]?(?![ ]+(?:firma|team|unternehmen|start-?up|projekt))(?=[ ]+<MID>(?:<PERSON>|frau|mann|männer))|<ASK>jung(?:e[rn]?)?<END>",
            r"<LEAD>(?:nicht[ ])?(?:älter|jünger|alter|junger)[ ]als[ ]<NN>(?:[ ]jahre)?|(?:<LEAD>)(?:(?:unter|über|maximal|höchstens|bis|mindestens|zwischen)[ ])?<NN>(?:[ ]*(?:-|–|bis|und)[ ]*<NN>)?[ ]jahren?[ ]alt",
            r"im[ ]alter[ ](?:von|zwischen|ab|bis)[ ](?:zu[ ])?<NN>(?:[ ]*(?:bis|und|-|–)[ ]*<NN>)?(?:[ ]jahren)?|alter[ ]*:[ ]*(?:unter|bis|maximal|max\.?)?[ ]*<NN>(?:[ ]*(?:-|–|bis)[ ]*<NN>)?|<LEAD>(?:unter|über)[ ]<NN>[ -]?jährige?[rn]?|<LEAD>geboren[ ](?:nach|vor|ab|zwischen|in)[ ](?:19|20)\d\d|jahrg(?:ang|änge)[ ](?:ab[ ])?(?:19|20)?\d\d(?:[ ]*(?:-|–|bis)[ ]*(?:19|20)?\d\d)?",
            r"<LEAD>jeunes?(?=[ ]+<MID>(?:<PERSON>|dipl[ôo]m[ée]e?s?|femmes?|hommes?|talents?))",
            r"<LEAD>(?:[âa]g[ée]e?s?[ ](?:de[ ]|entre[ ]|d['’]au[ ](?:plus|moins)[ ])?)?(?:(?:moins|plus)[ ]de[ ]|entre[ ]|de[ ])?<NN>(?:[ ]*(?:-|–|à|et)[ ]*<NN>)?[ ]ans(?![ ]+(?:d['’]|de[ ])(?:exp|m[ée]tier|pratique|d[ée]velopp))|<LEAD>n[ée]e?s?[ ](?:apr[èe]s|avant|en|entre)[ ](?:19|20)\d\d",
            r"<LEAD>j[óo]ven(?:es)?(?=[ ]+<MID>(?:<PERSON>|mujer|hombre|talento))|(?:<PERSON>|hombres?|mujer(?:es)?)[ ]j[óo]ven(?:es)?",
            r"<LEAD>(?:menor(?:es)?|mayor(?:es)?|m[áa]s[ ]j[óo]ven(?:es)?)[ ](?:de|a|que)[ ]<NN>(?:[ ]años)?|<LEAD>(?:entre|de)[ ]<NN>[ ](?:y|a)[ ]<NN>[ ]años(?![ ]+de[ ]exp)|edad[ ]*(?::|entre|m[áa]xima|m[íi]nima|de)[ ]*(?:de[ ])?<NN>(?:[ ]*(?:-|–|y|a)[ ]*<NN>)?(?:[ ]años)?|<LEAD>nacid[oa]s?[ ](?:despu[ée]s[ ]de|antes[ ]de|en|entre)[ ](?:19|20)\d\d",
        ),
    ),
    Attribute(
        "ethnicity",
        "race, colour and ethnic origin decide nothing here and are never guessed (GDPR Article 9, Title VII, Equality Act 2010, Directive 2000/43/EC)",
        _needles(
            "black|white|brown|colour|color|asian|caucasian|hispanic|latin|indigen|aborigin|african|"
            "mixed|biracial|bame|bipoc|aryan|ethnic|skin|minorit|racial|race|roma|gyps|"
            "underrepresented|under-represented|diverse|diversity|jew|hautfarbe|migration|couleur|negr|"
            "ethni|étni|schwarz|weiß|noir|american"
        ),
        _pattern(
            r"<LEAD>(?:<PERSON>|wom[ae]n|m[ae]n|folks)[ ]of[ ]colou?r<TAIL>",
            r"<LEAD>(?:african|asian|latin[oa]|hispanic|arab|native|mexican|chinese|indian|korean|japanese|irish|italian|black|white)[ -]americans?(?=[ ]+<CRAFT><PERSON>|s|<END>)",
            r"<LEAD>(?:black|white|brown)(?![ -]?(?:box|hat|label|belt|paper|list|board|duck|glove|page|magic|widow|friday|house|forest|rock|noise|space|screen|swan|hole|collar))(?=[ ]+<CRAFT>(?:<PERSON>|m[ae]n(?!\w)|wom[ae]n))<TAIL>",
            r"<ASK>(?:asians?|africans?|caucasians?|hispanics?|latin[oa]s?)<END><TAIL>|(?:asians|africans|caucasians|hispanics|latinos|blacks|whites)[ ]+(?:only|preferred)|<ASK>(?:black|white|brown)(?=[ ]*(?:$|[.;!?)\n]|only))<TAIL>",
            r"<LEAD>(?:asian|african|caucasian|hispanic|latin[oax]s?|latine|latinx|indigenous|aboriginal|mixed[ -]race|biracial|bame|bipoc|aryan)(?=[ ]+<CRAFT>(?:<PERSON>|m[ae]n(?!\w)|wom[ae]n)|<END>)<TAIL>",
            r"(?:ethnicity|race|skin[ ]colou?r|hautfarbe|color[ ]de[ ]piel|couleur[ ]de[ ]peau|ethnie|etnia)[ ]*(?:[:=]|(?:must|should)[ ]be|is)[ ]*\w+",
            r"<LEAD>(?:light|dark|fair)[ -]skin(?:ned)?(?=[ ]+<CRAFT><PERSON>|<END>)",
            r"<LEAD>(?:from[ ])?(?:an?[ ])?(?:ethnic|racial)[ ](?:minorit(?:y|ies)|origin|background)s?(?:[ ](?:background|group|candidates?|only))?",
            r"<LEAD>(?:minority|under-?represented(?:[ ](?:minorit(?:y|ies)|groups?|genders?|ethnic\w+|backgrounds?))?)(?=[ ]+<CRAFT><PERSON>|<END>)|<LEAD>(?:minorities|under-?represented[ ](?:minorit(?:y|ies)|groups?))",
            r"<LEAD>(?:diversity[ ](?:hires?|candidates?)|diverse[ ](?:hires?|candidates?|slate))",
            r"<LEAD>(?:ohne|mit|kein(?:en)?)[ ]migrationshintergrund|<LEAD>(?:schwarze|wei[ßs]+e)[rn]?(?=[ ]+<CRAFT><PERSON>)|<PERSON>[ ](?P<cut>(?:noire?s?|blanche?s?|blancs?|negr[oa]s?|blanc[oa]s?))",
        ),
    ),
    Attribute(
        "nationality",
        "nationality and descent decide nothing here: ask whether somebody may do the work, of everybody alike (Title VII on national origin, 8 USC 1324b, Equality Act 2010)",
        _needles(
            "citizen|nationality|national|passport|natural-born|natural born|native|born|immigrant|"
            "foreign|expat|migrant|refugee|accent|exclude|avoid|staatsang|staatsbürg|ausländer|migranten|flüchtl|inländer|österreicher|türken|polen|russen|inder|chinesen|franzosen|amerikaner|europäer|afrikaner|souche|étranger|etranger|extranjer|nationalit|"
            "nacionalidad|ciudadan|citoyen|d'origine|d’origine|de origen|afghan|africa|albania|algeria|"
            "america|arab|argentin|armenia|asian|austral|austria|azerb|bangla|belarus|belgian|brazil|"
            "brit|bulgar|canad|caribb|caucas|chile|chinese|colombia|croat|cuban|cypriot|czech|danish|"
            "dutch|egypt|english|estonia|ethiopia|eu|european|filipin|finn|french|georgia|german|"
            "ghana|greek|hungar|india|indones|iran|iraq|irish|israel|italia|jamaic|japan|jordan|"
            "kazakh|kenya|korea|latvia|leban|lithuan|malay|mexic|moldov|morocc|nepal|nigeria|norweg|"
            "pakistan|palestin|persian|peru|polish|portug|romania|russia|saudi|scandinav|scot|senegal|"
            "serb|singapor|slav|sloven|somali|spanish|sri|swed|swiss|syria|taiwan|thai|tunis|turk|"
            "ukrain|u.s|us|u.k|uk|usa|uzbek|venezuel|vietnam|welsh|western|westerners|poles|danes|"
            "deutsche|österreich|schweizer|europäische"
        ),
        _pattern(
            r"<LEAD><DEMONYM>(?=[ ]+<CRAFT>(?:<PERSON>|nationals|m[ae]n(?!\w)|wom[ae]n))(?![ ]+(?:people['’]s))",
            r"<ASK>(?:<DEMONYM>|<PEOPLES>)(?=[ ]*(?:$|[.,;!?)\n]|(?:with|who|only|please|by[ ](?:birth|origin)|born)(?!\w)))<TAIL>|<PEOPLES>[ ]+(?:only|preferred)|<LEAD>an?[ ](?:brit|pole|swede|dane|finn|turk|serb|spaniard|frenchman|englishman|dutchman)(?=[ ]*(?:$|[.,;:!?)\n])|[ ](?:who|with|for)(?!\w))",
            r"<LEAD>(?:of[ ])?(?:<DEMONYM>)[ -](?:born|origins?|descent|heritage|ancestry|ethnicity|nationality|passport(?:[ ]holders?)?|citizens?(?:hip)?|nationals|roots|blood)<TAIL>(?:[ ]+required)?",
            r"(?:keine|nur|ohne)[ ]+(?:ausländer(?:innen)?|migranten|flüchtlinge|deutsche[rn]?|österreicher|schweizer|türken|polen|russen|inder|chinesen|franzosen|amerikaner|europäer|araber|afrikaner)(?!\w)|(?:deutsche|österreicher|schweizer|europäer|inländer)[ ]+(?:bevorzugt|erwünscht)|\w+[ ]de[ ]souche|(?:pas|sans)[ ](?:de[ ]|d['’])?[ée]trangers|(?:no|sin)[ ]extranjeros",
            r"(?:nationality|citizenship|staatsangehörigkeit|nationalité|nacionalidad)[ ]*(?:[:=]|(?:must|should)[ ]be|is)[ ]*\w+",
            r"<LEAD>(?:native[ -]born|natural[ -]born)(?:[ ]citizens?)?|<LEAD>(?:hold|have|holding|having)[ ](?:an?[ ])?<DEMONYM>[ ](?:passport|citizenship|nationality)",
            r"<LEAD>(?:born(?:[ ]and[ ]raised)?[ ]in|citizens?[ ]of|nationals?[ ]of|passport[ ]of)[ ](?-i:<PLACE>)",
            r"(?:no|not|without|exclude|excluding|avoid|non-)[ ]*(?:immigrants?|foreigners?|expats?|migrants|refugees)|(?:immigrants|foreigners|refugees)[ ]only|<ASK>(?:immigrants|foreigners|refugees)",
            r"(?:no|without(?:[ ]an?)?|neutral|american|british|thick|foreign|heavy|strong|indian|russian|chinese|native)(?:[ ](?:foreign|heavy|strong|thick))?[ ]accents?(?![ ]*(?:colou?r|mark|char|sensitiv|insensitiv|fold))",
            r"<LEAD>(?:deutsche|österreichische|schweizer|europäische)[rn]?[ ](?:staatsangehörige?[rn]?|staatsbürger(?:in|innen|schaft)?|pass)|<LEAD>(?:deutscher|türkischer|polnischer|russischer)[ ](?:herkunft|abstammung)|<LEAD>(?:de[ ])?nationalité[ ]\w+|<LEAD>(?:de[ ])?nacionalidad[ ]\w+|<LEAD>ciudadan[oa]s?[ ]\w+|<LEAD>citoyen(?:ne)?s?[ ](?:français|européen|belge|suisse)\w*|<LEAD>d['’]origine[ ]\w+|<LEAD>de[ ]origen[ ]\w+",
        ),
    ),
    Attribute(
        "native language",
        "the language somebody was born into stands in for origin: name the level the work needs, such as fluent or C1 (EEOC on national origin 2016, Equality Act 2010)",
        _needles(
            "native|mother tongue|mother-tongue|first language|muttersprach|maternelle|natif|nativ|materna|natively"
        ),
        _pattern(
            r"<LEAD>native(?:[ -]level)?[ ]+(?:or[ ]\w+[ ]+)?(?:in[ ])?<TONGUE>(?:[ -](?:speak(?:ers?|ing)|language))?<TAIL>",
            r"<LEAD><TONGUE>[ -](?:\(?native\)?(?:[ ]speakers?|s)?|mother[ -]tongue|(?:as[ ](?:a[ ])?)?first[ ]language)<TAIL>",
            r"(?:(?:must|should)[ ])?speaks?[ ]<TONGUE>[ ](?:natively|as[ ]a[ ]native)|<LEAD>native[ -]speakers?(?:[ ]of[ ]<TONGUE>|[ ]only|(?![ ]+of(?!\w)))<TAIL>",
            r"<LEAD>(?:mother[ -]tongue|first[ ]language)(?:[ ](?:is|must[ ]be|should[ ]be))?(?:[ ]*:?[ ]*<TONGUE>)?(?:[ ]speakers?)?",
            r"<LEAD>(?:<TONGUE>[ -])?muttersprach(?:ler(?:innen|in)?|lich(?:e[rns]?)?|e|niveau)(?:[ ]*:?[ ]*<TONGUE>)?|<LEAD><TONGUE>[ ](?:als[ ]|auf[ ])?muttersprach(?:e|niveau)",
            r"<LEAD>(?:de[ ])?langue[ ]maternelle(?:[ ]*:?[ ]*<TONGUE>)?|<LEAD><TONGUE>[ ](?:langue[ ]maternelle|nati(?:f|ve)s?)|<LEAD>locuteurs?[ ]nati(?:f|ve)s?",
            r"<LEAD>(?:lengua[ ]materna|hablantes?[ ]nativ[oa]s?)(?:[ ]*(?:de[ ])?:?[ ]*<TONGUE>)?|<LEAD>nativ[oa]s?[ ](?:de[ ]|en[ ])?<TONGUE>|<LEAD><TONGUE>[ ](?:nativ[oa]s?|lengua[ ]materna)",
        ),
    ),
    Attribute(
        "religion",
        "religion and belief decide nothing here and are never guessed (GDPR Article 9, Title VII, Equality Act 2010, Directive 2000/78/EC)",
        _needles(
            "christian|muslim|jew|hindu|buddh|sikh|catholic|protestant|mormon|atheist|evangelical|"
            "islam|religio|church|god-fear|god fear|hijab|headscar|sabbath|kosher|christlich|christen|katholik|juden|atheist|"
            "katholisch|evangelisch|konfession|kirch|kopftuch|chrétien|musulm|juif|juive|catholique|"
            "cristian|católic|judí|voile"
        ),
        _pattern(
            r"<LEAD>(?:practi[sc]ing[ ]|devout[ ]|born[ -]again[ ])?(?:non-?)?(?:christian|muslim|jewish|hindu|buddhist|sikh|catholic|protestant|mormon|atheist|evangelical)s?(?=[ ]+<CRAFT>(?:<PERSON>|m[ae]n(?!\w)|wom[ae]n))<TAIL>",
            r"<ASK>(?:practi[sc]ing[ ]|devout[ ]|born[ -]again[ ])?(?:christians?|muslims?|jew(?:s|ish)?|hindus?|buddhists?|sikhs?|catholics?|protestants?|mormons?|atheists?|evangelicals?|religious)(?![ ]+about)(?=[ ]*(?:$|[.,;!?)\n]|(?:and|or|with|who|only|please|by)(?!\w)))<TAIL>",
            r"(?:christians|muslims|jews|hindus|buddhists|sikhs|catholics|protestants|atheists)[ ]+(?:only|preferred)",
            r"(?:practi[sc]ing|devout|born[ -]again)[ ](?:christians?|muslims?|jews?|hindus?|buddhists?|catholics?)",
            r"religio(?:n|us[ ](?:affiliation|belief))s?[ ]*(?:[:=]|(?:must|should)[ ]be|is)[ ]*\w+|<LEAD>(?:no|not|any|without)[ ]religio(?:n|us[ ]beliefs?)",
            r"<LEAD>(?:church[ -]?go(?:ers?|ing)|god[ -]fearing|members?[ ]of[ ](?:a|the|our)[ ](?:\w+[ ])?church)|(?:no|without|wearing)(?:[ ]an?)?[ ](?:hijabs?|headscar(?:f|ves))|(?:kein|ohne)[ ]kopftuch|sans[ ]voile|<LEAD>keeps?[ ]kosher",
            r"(?:nur|keine|bevorzugt)[ ]+(?:christen|muslime|juden|katholiken|hindus|atheisten|protestanten)|(?:christen|muslime|juden|katholiken|atheisten)[ ]+(?:bevorzugt|erwünscht|unerwünscht)",
            r"<LEAD>(?:christliche|katholische|evangelische|muslimische|jüdische|atheistische)[rns]?(?=[ ]+<MID><PERSON>|<END>)|<LEAD>(?:christlicher|katholischer|evangelischer)[ ](?:konfession|glaube\w*)|konfession[ ]*:[ ]*\w+|mitglied[ ]der[ ](?:\w+[ ])?kirche|kirchenmitglied(?:er|schaft)?",
            r"(?:<PERSON>|<ASK>)[ ]*(?P<cut>(?:chr[ée]tien(?:ne)?s?|musulmane?s?|juifs?|juives?|catholiques?|cristian[oa]s?|musulm[aá]n(?:a|es|as)?|cat[óo]lic[oa]s?|jud[ií][oa]s?))",
        ),
    ),
    Attribute(
        "health",
        "health and disability decide nothing here: say what the work needs and offer adjustments (ADA, Equality Act 2010, GDPR Article 9)",
        _needles(
            "disab|handicap|health|illness|disease|medical|wheelchair|able-bod|able bod|physically|"
            "autis|neurodiv|neurotyp|dyslex|adhd|deaf|blind|bipolar|sick|absentee|mentally|depress|"
            "behinder|gesund|erkrank|santé|discapac|salud|invalid|krank|hiv|minusv|fit "
        ),
        _pattern(
            r"(?:no|without|not|non-?|free[ ]of|excluding|exclude|avoid)[ ]*(?:any[ ]|an?[ ]|people[ ]with[ ]|candidates[ ]with[ ])?(?:disabilit(?:y|ies)|disabled(?:[ ]+<PERSON>)?|handicap(?:s|ped)?(?:[ ]+<PERSON>)?|health[ ](?:issues?|problems?|conditions?)|(?:chronic|mental)[ ](?:health[ ])?(?:illness(?:es)?|diseases?|issues?|problems?|conditions?)|medical[ ](?:conditions?|issues?|problems?)|wheelchairs?(?:[ ]users?)?|hiv)(?:[ ]only)?",
            r"<LEAD>(?:able[ -]bodied|physically[ ]fit|mentally[ ](?:healthy|stable)|neurotypical)(?:[ ]+<PERSON>)?",
            r"<LEAD>(?:healthy|autistic|neurodivergent|dyslexic|deaf|blind|disabled|handicapped|bipolar|depressed|wheelchair[ -](?:using|bound))(?=[ ]+<CRAFT>(?!people|users|persons|individuals)<PERSON>)<TAIL>",
            r"<ASK>(?:healthy|autistic|autists?|neurodivergent|neurotypical|dyslexic|deaf|blind|disabled|handicapped|bipolar|depressed|(?:in[ ])(?:good|perfect|excellent)[ ](?:physical[ ]|mental[ ])?health)<END><TAIL>",
            r"<LEAD>(?:in[ ](?:good|perfect|excellent)[ ](?:physical[ ]|mental[ ])?health|(?:good|perfect|excellent)[ ](?:physical|mental)[ ]health)|(?:engineers?|developers?|candidates?|someone|programmers?|applicants?|hires?)(?P<cut>[ ]with[ ](?:an?[ ])?(?:autism|adhd|dyslexia|(?:no[ ])?disabilit(?:y|ies)|depression|hiv))",
            r"(?:no|without)[ ](?:an?[ ])?history[ ]of[ ](?:depression|(?:mental[ ])?illness|disease|burn-?out|cancer)|(?:no|only|prefer(?:ably)?|avoid|exclude|excluding)[ ](?:autistic|disabled|neurodivergent|deaf|blind|depressed|handicapped|healthy)(?=[ ](?:people|persons|individuals|users))",
            r"<LEAD>(?:few|no|low)[ ](?:sick[ ](?:days|leave|notes)|absenteeism)|never[ ](?:sick|ill)",
            r"(?:ohne|keine?n?|nicht)[ ](?:schwer)?(?:behinderung(?:en)?|behindert(?:e[rn]?)?|vorerkrankungen|chronische[nr]?[ ]\w+)|<LEAD>(?:körperlich[ ](?:fit|gesund)|gesundheitlich[ ](?:fit|geeignet|uneingeschränkt))(?:e[rn]?)?|<LEAD>(?:gesunde?[rn]?)(?=[ ]+<MID><PERSON>)",
            r"sans[ ]handicap|<LEAD>en[ ](?:parfaite|bonne)[ ]sant[ée]|sin[ ]discapacidad(?:es)?|<LEAD>(?:con|de|en)[ ]buena[ ]salud|sin[ ]enfermedades(?:[ ]\w+)?",
        ),
    ),
    Attribute(
        "family",
        "family, pregnancy and marriage decide nothing here (Title VII with the Pregnancy Discrimination Act, Equality Act 2010, Directive 2006/54/EC)",
        _needles(
            "unmarried|kids|child|famil|dependents|dependants|pregnan|married|single|marital|mother|moms|mums|"
            "father|dads|parent|maternity|unattached|bachelor|kinder|ungebunden|ledig|verheiratet|"
            "schwanger|enfant|célibat|celibat|marié|enceinte|hijos|solter|casad|embaraz|estado civil|"
            "divorc|widow"
        ),
        _pattern(
            r"(?:(?:who[ ]|and[ ]|have[ ]|has[ ])*(?:no|without|not|doesn['’]?t[ ]have|don['’]?t[ ]have|do[ ]not[ ]have|does[ ]not[ ]have))[ ]+(?:any[ ]|an?[ ]|have[ ]|having[ ])?(?:kids|(?:small[ ]|young[ ])?child(?:ren)?|famil(?:y|ies)(?:[ ](?:obligations|commitments|responsibilities|duties|plans|ties))?|dependents|dependants|plans?[ ](?:to[ ]have|for)[ ](?:children|kids|a[ ]family))(?![ ]+(?:process|components?|nodes?|elements?|pipes?))(?:[ ](?:yet|only|either))?",
            r"<LEAD>child-?(?:free|less)(?:[ ]+(?:men|women))?|<LEAD>(?:unmarried|unattached|divorced|widowed)(?=[ ]+<CRAFT>(?:<PERSON>|m[ae]n|wom[ae]n)|<END>)|<LEAD>married(?=[ ]+<CRAFT>(?:<PERSON>|m[ae]n|wom[ae]n)|<END>)",
            r"<ASK>(?:(?:un)?married|single|pregnant|divorced)<END>|<LEAD>single(?=[ ]+(?:m[ae]n|wom[ae]n|people|mothers|moms)(?!\w))",
            r"(?:(?:who[ ](?:is|are)[ ])?(?:not|non|never))[ -]?pregnant|pregnant(?=[ ]+(?:<CRAFT>(?:engineer|developer|candidate|applicant|employee)s?|women[ ]only))|<LEAD>not[ ](?:planning|going)[ ](?:(?:on|for|to)[ ])?(?:have[ ]|get[ ]|become[ ]|start[ ])?(?:an?[ ])?(?:family|children|kids|pregnan(?:cy|t)|maternity[ ]leave)|(?:won['’]?t|will[ ]not)[ ](?:get|become|fall)[ ]pregnant|(?:no|not[ ]on|won['’]?t[ ]take)[ ](?:maternity|parental)[ ]leave",
            r"marital[ ]status(?:[ ]*(?:[:=]|(?:must|should)[ ]be|is)?[ ]*(?:single|married|unmarried))?|(?:no|only|not|prefer(?:ably)?|avoid|exclude)[ ](?:working[ ]|single[ ]|young[ ]|new[ ])?(?:mothers|moms|mums|parents|fathers|dads)|(?:mothers|moms|mums|parents|fathers|dads)[ ]only",
            r"<LEAD>(?:kinderlose?[rn]?|ungebundene?[rn]?|ledige?[rn]?|unverheiratete?[rn]?|verheiratete?[rn]?)(?!\w)|ohne[ ](?:kleine[ ])?kinder|(?:nicht|keine)[ ]schwanger(?:e|schaft|en)?(?:[ ]frauen)?|schwangere[ ](?:frauen[ ])?(?:ausgeschlossen|unerwünscht)|familienstand[ ]*:?[ ]*(?:ledig|verheiratet)?|(?:keine|ohne|abgeschlossene)[ ]familienplanung",
            r"sans[ ]enfants?|<LEAD>c[ée]libataires?|<LEAD>mari[ée]e?s?(?=<END>|[ ]+<PERSON>)|(?:pas|non)[ ]enceintes?|situation[ ]familiale[ ]*:?[ ]*(?:c[ée]libataire)?|(?<!\w)sin[ ]hij[oa]s|<LEAD>solter[oa]s?|<LEAD>casad[oa]s?|no[ ](?:est[ée][ ])?embarazadas?|estado[ ]civil[ ]*:?[ ]*(?:solter[oa])?",
        ),
    ),
    Attribute(
        "sexual orientation",
        "sexual orientation decides nothing here and is never guessed (GDPR Article 9, Title VII, Equality Act 2010, Directive 2000/78/EC)",
        _needles(
            "gay|lesbian|bisexual|queer|lgbt|homosex|heterosex|straight|sexual orientation|schwul|lesb|"
            "sexuelle orientierung|orientation sexuelle"
        ),
        _pattern(
            r"<LEAD>(?:openly[ ])?(?:gay|lesbian|bisexual|queer|lgbt[\w+]*\+?|homosexual|heterosexual|schwule?[rn]?|lesbische?[rn]?|homosexuelle?[rns]?|heterosexuelle?[rns]?)(?=[ ]+<CRAFT>(?:<PERSON>|m[ae]n(?!\w)|wom[ae]n))<TAIL>",
            r"<LEAD>straight(?=[ ]+(?:m[ae]n|wom[ae]n|people|guys)(?!\w))",
            r"<ASK>(?:openly[ ])?(?:gays?|lesbians?|bisexuals?|queer|lgbt[\w+]*|homosexuals?|heterosexuals?|straight)<END><TAIL>",
            r"sexual[ ]orientation[ ]*(?:[:=]|(?:must|should)[ ]be|is)[ ]*\w+|<PERSON>[ ](?P<cut>(?:homosexuel(?:le)?s?|h[ée]t[ée]rosexuel(?:le)?s?|homosexual(?:es)?|heterosexual(?:es)?))",
        ),
    ),
    Attribute(
        "politics",
        "political opinion decides nothing here and is never guessed (GDPR Article 9, Directive 2000/78/EC where it is a belief)",
        _needles(
            "democrat|republican|conservative|liberal|left-wing|right-wing|left wing|right wing|"
            "socialist|communist|marxist|maga|trump|biden|libertarian|progressive|woke|politic|"
            "politisch|partei|voted|party|vot|polític|zionis"
        ),
        _pattern(
            r"<LEAD>(?:democrat(?:s|ic)?|republicans?|conservatives?|liberals?|(?:left|right)[ -]wing|socialists?|communists?|marxists?|maga|libertarians?|(?:anti-?)?woke|(?:anti-?)?zionists?)(?=[ ]+<CRAFT>(?:<PERSON>|voters?|supporters?|party[ ]members?))(?:[ ]+(?:voters?|supporters?|party[ ]members?))?",
            r"<ASK>(?:democrats?|republicans?|conservatives?|liberals?|(?:left|right)[ -]wing(?:ers?)?|socialists?|communists?|marxists?|libertarians?|(?:anti-?)?woke|zionists?|activists)<END>",
            r"(?:democrats|republicans|conservatives|liberals|socialists|communists|marxists|libertarians)[ ]+(?:only|preferred)",
            r"<LEAD>politically[ ](?:conservative|liberal|left|right|neutral|active|inactive|correct|engaged)(?:[ ]+(?:leaning|wing))?|(?:no|same|similar|our|left|right|conservative|liberal)[ ]politic(?:al|s)[ ]?(?:views?|opinions?|beliefs?|affiliations?|leanings?|activ\w+)?|politic(?:al[ ](?:views?|opinions?|beliefs?|affiliation|leaning)|s)[ ]*(?:[:=]|(?:must|should)[ ]be|is|are)[ ]*\w+",
            r"<LEAD>(?:who[ ])?(?:voted|votes?)[ ](?:for[ ])?(?-i:[A-Z])\w+|(?:trump|biden)[ ](?:supporters?|voters?)|<LEAD>members?[ ]of[ ](?:the[ ]|a[ ])?(?:\w+[ ])?(?:political[ ])?party|(?:keine[ ]|nur[ ])?parteimitglied(?:er|schaft)?|<LEAD>politisch[ ](?:konservativ|links|rechts|aktiv|neutral)\w*|politique(?:ment)?[ ](?:de[ ]droite|de[ ]gauche|engag[ée]e?)|<LEAD>(?:de[ ](?:droite|gauche|derechas|izquierdas))",
        ),
    ),
    Attribute(
        "union membership",
        "membership of a union decides nothing here (GDPR Article 9; NLRA section 8; Trade Union and Labour Relations Act 1992)",
        _needles("union|gewerkschaft|betriebsrat|syndiqu|syndicat|syndical|sindica"),
        _pattern(
            r"(?:no|not|non|anti|never|without)[ -](?:in[ ]an?[ ]|an?[ ])?(?:trade[ ]|labou?r[ ])?union(?:i[sz]ed|s?[ ](?:members?(?:hip)?|sympathi[sz]ers?|activists?|organi[sz]ers?|backgrounds?|ties|history))?(?=<END>|[ ]+<PERSON>)(?![ ]+(?:types?|finds?|all|quer))",
            r"<LEAD>(?:(?:trade|labou?r)[ ]union(?:ists?|[ ](?:members?(?:hip)?|activists?|organi[sz]ers?))|union[ ](?:members?(?:hip)?|activists?|organi[sz]ers?|sympathi[sz]ers?)|union-?free|unioni[sz]ed[ ]<PERSON>)",
            r"<LEAD>(?:in[ ](?:der|einer)[ ])?gewerkschaft(?:smitglied(?:er|schaft)?|er(?:innen|in)?|lich)?\w*|(?:kein(?:e)?|ohne)[ ]betriebsrat\w*|<LEAD>(?:non[ -])?syndiqu[ée]e?s?|<LEAD>(?:no[ ])?sindicalistas?|<LEAD>(?:no[ ])?(?:afiliad[oa]s?[ ]a[ ]un[ ])sindicato",
        ),
    ),
    Attribute(
        "appearance",
        "looks and photographs decide nothing here: they show sex, age and origin (Equality Act 2010; the ICO on recruitment tools 2024)",
        _needles(
            "photo|picture|headshot|selfie|looking|attractive|groomed|appearance|presentable|slim|tall|"
            "overweight|obese|tattoo|beautiful|handsome|pretty|foto|äußere|erscheinung|présentation|"
            "presencia|gutaussehend|hübsch"
        ),
        _pattern(
            r"(?:(?:with|send|attach|include|provide|has|have)[ ](?:us[ ])?)?(?:an?[ ]|your[ ]|recent[ ]){0,2}(?:(?:profile[ ])?photo(?:graph)?|picture|headshot|selfie)s?[ ](?:required|mandatory|of[ ](?:the[ ])?(?:candidate|applicant|yourself)s?)|(?:with|send|attach|include)[ ](?:us[ ])?(?:an?[ ]|your[ ]|recent[ ]){1,2}(?:photo(?:graph)?|headshot|selfie)",
            r"<LEAD>(?:good[ -]looking|well[ -]groomed|handsome|presentable|attractive|beautiful|pretty|slim|tall|overweight|obese|thin)(?=[ ]+<CRAFT>(?:<PERSON>|m[ae]n(?!\w)|wom[ae]n|girls?)|<END>)(?=(?:[ ]+<CRAFT>(?:<PERSON>|m[ae]n(?!\w)|wom[ae]n|girls?))|(?<=looking)|(?<=groomed)|(?<=presentable)|(?<=handsome)|(?<=overweight))",
            r"<LEAD>(?:pleasant|neat|presentable|attractive|good|professional)[ ](?:physical[ ])?appearance(?![ ]+(?:of|settings?))|(?:no|without)[ ](?:visible[ ])?tattoos?|(?:no|not)[ ](?:overweight|fat|obese)(?:[ ]people)?",
            r"(?:someone|somebody|anyone)[ ](?P<cut>attractive|good[ -]looking|presentable|handsome|slim|tall|beautiful)",
            r"gepflegte[sn]?[ ](?:äußeres|erscheinungsbild|erscheinung)|<LEAD>(?:gutaussehende?[rn]?|hübsche?[rn]?)|mit[ ](?:lichtbild|bewerbungsfoto|foto)|bonne[ ]pr[ée]sentation|avec[ ]photo|buena[ ]presencia|con[ ]foto(?:graf[íi]a)?",
        ),
    ),
    Attribute(
        "caste",
        "caste decides nothing here (Constitution of India, Article 15; Title VII as descent)",
        _needles("caste|brahmin|dalit|kshatriya|scheduled tribe"),
        _pattern(
            r"<LEAD>(?:(?:upper|lower|high|low|scheduled|general|same)[ -])?castes?(?![ -]*(?:free|class|analysis|discrimination))(?:[ ]*[:=][ ]*\w+|[ ]+only)?|<LEAD>(?:brahmins?|dalits?|kshatriyas?|scheduled[ ]tribes?)(?:[ ]+only)?"
        ),
    ),
    Attribute(
        "school as a proxy",
        "schools, fraternities and clubs of one sex, race or faith stand in for them: say what must be known (EEOC on proxies; the ICO on recruitment tools 2024)",
        _needles(
            "hbcu|historically black|college|school|fraternit|sororit|yeshiva|madras|hispanic-serving|"
            "hispanic serving|burschenschaft"
        ),
        _pattern(
            r"<LEAD>(?:(?:from|at|attended|graduated[ ]from)[ ](?:an?[ ])?)?(?:hbcus?(?:[ ](?:graduates?|alum\w*))?|historically[ ]black[ ](?:colleges?|universit(?:y|ies))(?:[ ]and[ ]universities)?|(?:all[ -])?(?:wom[ae]n|girl|boy|m[ae]n)(?:['’]?s|s['’])?[ -](?:only[ ])?(?:colleges?|schools?|universit(?:y|ies))|tribal[ ]colleges?|hispanic[ -]serving[ ](?:institution|college)s?|(?:catholic|christian|jewish|islamic|muslim|private|boarding)[ ]schools?|yeshivas?|madrasas?)",
            r"<LEAD>(?:(?:members?[ ]of|in)[ ](?:an?[ ]|the[ ])?)?(?:(?:\w+[ ])?fraternit(?:y|ies)|sororit(?:y|ies)|burschenschaft(?:en|er)?)(?:[ ](?:members?|brothers?|sisters?))?",
        ),
    ),
    Attribute(
        "genetics",
        "genetic facts and family medical history decide nothing here (GINA, GDPR Article 9)",
        _needles("genetic|hereditary|family medical|dna test|erbkrank|génétique"),
        _pattern(
            r"(?:no|without|free[ ]of)[ ](?:any[ ])?(?:genetic|hereditary)[ ](?:diseases?|disorders?|conditions?|defects?|predispositions?|risks?)|<LEAD>genetically[ ](?:healthy|fit|superior)|(?:family[ ]medical|medical[ ]family)[ ]history|dna[ ]tests?(?=[ ]+(?:required|of|for)(?!\w))|genetic[ ](?:tests?|information|screening)[ ](?:of|for|from)[ ](?:the[ ])?(?:candidates?|applicants?|employees?)|(?:keine|ohne)[ ]erbkrankheit(?:en)?|sans[ ]maladie[ ]génétique"
        ),
    ),
    Attribute(
        "criminal record",
        "offences are not looked at here: where a law asks for a check, make it of everybody at the offer (GDPR Article 10; fair-chance laws; EEOC on arrest records)",
        _needles(
            "criminal|felon|convict|arrest|offender|police record|führungszeugnis|vorbestraft|vorstraf|casier|penales"
        ),
        _pattern(
            r"<LEAD>(?:with[ ](?:an?[ ])?|without[ ](?:an?[ ])?|no[ ]|clean[ ])*(?:criminal[ ](?:records?|histor(?:y|ies)|backgrounds?|convictions?)|police[ ]records?)(?:[ ]check)?|(?:no|not|never|without)[ ](?:a[ ]|been[ ]|any[ ])?(?:felons?|felon(?:y|ies)(?:[ ]convictions?)?|convict(?:ed|s|ions?)(?:[ ]of[ ]a[ ]\w+)?|arrest(?:ed|s)?|offenders?)|ex-?(?:cons?|convicts?|offenders?)(?!\w)|(?:<LEAD>convicted[ ](?:felons?|criminals?))",
            r"(?:polizeiliches[ ]|einwandfreies[ ]|sauberes[ ])+führungszeugnis|(?:nicht|keine)[ ](?:vorbestraft\w*|vorstrafen)|casier[ ]judiciaire(?:[ ]vierge)?|(?:sin[ ])?antecedentes[ ]penales",
        ),
    ),
    Attribute(
        "military service",
        "service and discharge decide nothing here (USERRA; state laws on veterans)",
        _needles(
            "discharge|veteran|military|army|soldier|reservist|national guard|wehrdienst|bundeswehr|"
            "militaire|militar|navy|marines"
        ),
        _pattern(
            r"<LEAD>(?:with[ ](?:an?[ ])?)?(?:dis|non-?)?honou?rabl[ye][ ]discharged?(?:[ ]from[ ]the[ ]\w+)?|<LEAD>(?:military|army|war|navy|combat)[ -]veterans?|(?:no|only|not|prefer(?:ably)?|avoid|exclude)[ ](?:ex-?|military[ ])?(?:veterans|soldiers|reservists|military)(?![ ]+(?:projects?|contracts?|systems?|work))|veterans[ ]only|<LEAD>ex-?(?:military|army|soldiers?)(?:[ ]+only)?|veteran[ ]status",
            r"<LEAD>(?:has[ ]|have[ ])?(?:completed|served|finished|done|exempt[ ]from)[ ](?:(?:the|their|his|her|your|mandatory|compulsory|in[ ]the)[ ]){0,2}(?:military(?:[ ]service)?|army|navy|marines|national[ ]guard|idf)|military[ ]service[ ](?:completed|done|required|finished)|reservists?[ ]only|(?:abgeleisteter[ ]|geleisteter[ ])wehrdienst|wehrdienst[ ](?:abgeleistet|geleistet)|servicio[ ]militar[ ](?:cumplido|hecho)|service[ ]militaire[ ](?:accompli|effectu[ée])",
        ),
    ),
    Attribute(
        "guessed traits",
        "nothing is guessed about a person from public work: no personality, no mood, no intention (EU AI Act, Annex III 4 and Article 5; GDPR Article 5)",
        _needles(
            "likely to|about to|flight risk|personality|introvert|extrovert|extravert|myers|mbti|"
            "culture fit|cultural fit|culture-fit|zodiac|horoscope|iq |emotionally|unhappy|underpaid|"
            "wechselwillig|persönlichkeit|personnalité|personalidad|desperate|job hopper|handwriting|poach"
        ),
        _pattern(
            r"<LEAD>(?:(?:most|very|more|un)[ -]?)?(?:likely|about|ready)[ ]to[ ](?:leave|quit|switch(?:[ ]jobs?)?|change[ ](?:jobs?|employers?)|be[ ](?:unhappy|poached)|jump[ ]ship|resign)(?:[ ](?:soon|their[ ]\w+|his[ ]\w+|her[ ]\w+))?|(?:low|high|no)[ ]flight[ ]risks?|<LEAD>(?:unhappy|underpaid|desperate|frustrated|dissatisfied)(?=[ ]+(?:at|in|with)[ ](?:their|his|her)|[ ]+<CRAFT><PERSON>)(?:[ ]+(?:at|in|with)[ ](?:their|his|her)[ ](?:current[ ])?\w+)?|easy[ ]to[ ]poach",
            r"<LEAD>(?:introvert(?:s|ed)?|extr[ao]vert(?:s|ed)?)(?=[ ]+<CRAFT><PERSON>|<END>)|(?:<LEAD>(?:a[ ])?(?:\w+[ ])?personality[ ](?:types?|profiles?|tests?|traits?)(?:[ ]*:?[ ]*[a-z]{4}(?!\w))?)|(?:myers[ -]briggs|mbti)(?:[ ]*:?[ ]*(?:type[ ])?[a-z]{4}(?!\w))?|<LEAD>(?:good[ ]|strong[ ]|great[ ]|a[ ])*cultur(?:e|al)[ -]fits?|zodiac[ ]signs?(?:[ ]\w+)?|horoscopes?|iq[ ](?:above|over|of|>|at[ ]least)[ ]*\d+|<LEAD>emotionally[ ](?:stable|mature)",
            r"<LEAD>wechselwillige?[rn]?|persönlichkeitstyp\w*|type[ ]de[ ]personnalit[ée]|tipo[ ]de[ ]personalidad",
        ),
    ),
    Attribute(
        "names",
        "names decide nothing here: they stand in for sex and origin (Title VII; the ICO on recruitment tools 2024)",
        _needles(
            "sounding|first name|last name|surname|family name|klingende|nachname|vorname|prénom|"
            "apellido|consonance| names| name"
        ),
        _pattern(
            r"<LEAD>(?:with[ ](?:an?[ ])?)?(?:\w+[- ])?sounding[ ](?:first[ ]|last[ ]|family[ ]|sur)?names?|<LEAD>(?:with[ ](?:an?[ ])?)?(?:<DEMONYM>|foreign|muslim|jewish|arabic|hispanic|female|male|ethnic)[ ](?:(?:first|last|family)[ ]|sur)?names?",
            r"(?:with[ ](?:an?[ ])?)?(?:(?:first|last|family)[ -]|sur)names?[ ](?:like|such[ ]as|sounds?|sounding|starts?|starting|ends?|ending|is|are|that)(?:[ ]+(?:with|like|in|sounds?))?[ ]+\w+",
            r"<LEAD>(?:mit[ ])?\w+[ ]klingende[mnr]?[ ](?:vor|nach)?namen?|(?:nom|pr[ée]nom)s?[ ]à[ ]consonance[ ]\w+|(?:apellidos?|nombres?)[ ](?:extranjeros?|[áa]rabes?|hispanos?)",
        ),
    ),
)
