"""Web pages as newspapers make them, each with its main text known: what the extraction of main text is measured with.

Every layout is a template of its own; the texts are invented. `make_pages()` always gives the same pages. Used by
`benches/page_text.py` and by the tests of archives.
"""

from __future__ import annotations

import html as html_module
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass

PLACES = (
    "Orlin",
    "Tarsk",
    "Veldin",
    "Harun Pass",
    "Kesra",
    "Dolna",
    "Marrat",
    "Ibrat",
    "Senj Bridge",
    "Qasr Lake",
)
SIDES = (
    "the army",
    "the Northern Brigades",
    "border guards",
    "the Council's militia",
    "rebel fighters",
    "tribal forces",
)
SAYING = (
    "the governor said",
    "a hospital doctor told reporters",
    "residents said",
    "a relief agency reported",
    "a spokesman said",
)
ENGLISH = (
    "{side} shelled the village of {place} on {day}, {said}.",
    "{n} people were killed and {m} wounded when a market in {place} was hit, {said}.",
    "{side} took control of {place} after a night of fighting that began near the mill.",
    "A convoy carrying flour and medicine was turned back at {place}, {said}.",
    "{side} denied that its artillery had fired on {place} and accused {other} of staging the attack.",
    "Families left {place} on foot, carrying blankets and water, as {side} advanced along the river road.",
    "{said_cap} that {n} bodies had been found in a school cellar in {place}.",
    "The ceasefire agreed in {place} in the spring, which {side} signed with {other}, has been broken before.",
    "Prices of bread in {place} have doubled since {side} closed the road to the south.",
    "Two drones struck the depot outside {place} on {day}; {said} that nobody was hurt.",
    "{side} released {n} prisoners at {place}, and {other} handed over {m} in return.",
    "\u201cWe heard the planes and ran to the cellar,\u201d a baker from {place} said.",
    "Engineers began to clear mines from the fields around {place}, where {n} farmers have died this year.",
)
CALM = (
    "The bakery on {place} street won the prize for the best rye bread for the third year running.",
    "Tickets for the concert in {place} went on sale on {day}, and the first {m} were gone within an hour.",
    "The council of {place} will plant {n} lime trees along the canal before the end of the year.",
    "A new tram line will link {place} with the university from the autumn, the mayor said.",
    "Shares in the dairy company rose {n} percent after it said that it would open a plant near {place}.",
    "The home side won by two goals in {place}, and their coach praised the young goalkeeper.",
    "Researchers who counted birds around {place} found {m} pairs of storks, more than in any year since records began.",
    "The novel, set in a hotel in {place}, follows three sisters over {n} summers.",
    "Rain is expected on {day}, with sunshine and a light wind from the west at the weekend.",
    "The museum in {place} shows {m} drawings that were found in an attic last winter.",
    "Students at the school in {place} built a weather station and sent it up with a balloon.",
)
FOREIGN = {
    "es": (
        "Las fuerzas del norte bombardearon el pueblo de {place} el viernes, según el gobernador.",
        "Al menos {n} personas murieron y {m} resultaron heridas cuando un mercado fue alcanzado en {place}.",
        "Los vecinos huyeron hacia el río con mantas y agua mientras la milicia avanzaba por la carretera.",
        "El portavoz del ejército negó que su artillería hubiera disparado contra {place} esa noche.",
        "Un convoy con harina y medicinas fue detenido ante el puente, dijo una organización de ayuda.",
    ),
    "fr": (
        "Les forces du nord ont bombardé le village de {place} vendredi, a déclaré le gouverneur.",
        "Au moins {n} personnes ont été tuées et {m} blessées lorsque le marché de {place} a été touché.",
        "Les habitants ont fui vers la rivière avec des couvertures tandis que la milice avançait sur la route.",
        "Le porte-parole de l'armée a nié que son artillerie ait tiré sur {place} cette nuit-là.",
        "Un convoi de farine et de médicaments a été refoulé près du pont, selon une organisation humanitaire.",
    ),
    "de": (
        "Die Nordbrigaden beschossen am Freitag das Dorf {place}, wie der Gouverneur mitteilte.",
        "Mindestens {n} Menschen wurden getötet und {m} verletzt, als der Markt von {place} getroffen wurde.",
        "Die Bewohner flohen mit Decken und Wasser zum Fluss, während die Miliz über die Straße vorrückte.",
        "Ein Sprecher der Armee bestritt, dass seine Artillerie in jener Nacht auf {place} geschossen habe.",
        "Ein Hilfszug mit Mehl und Arzneien wurde an der Brücke zurückgewiesen, so eine Hilfsorganisation.",
    ),
    "ru": (
        "Северные бригады в пятницу обстреляли деревню {place}, сообщил губернатор.",
        "Не менее {n} человек погибли и {m} получили ранения при ударе по рынку в {place}.",
        "Жители бежали к реке с одеялами и водой, пока ополчение продвигалось по дороге.",
        "Представитель армии отрицал, что артиллерия стреляла по {place} той ночью.",
        "Колонну с мукой и лекарствами остановили у моста, заявила гуманитарная организация.",
    ),
    "ar": (
        "قصفت كتائب الشمال قرية {place} يوم الجمعة، بحسب ما قال المحافظ.",
        "قتل {n} أشخاص على الأقل وأصيب {m} بجروح عندما أصيب السوق في {place}.",
        "فر السكان نحو النهر حاملين البطانيات والماء بينما تقدمت الميليشيا على الطريق.",
        "نفى متحدث باسم الجيش أن تكون مدفعيته قد أطلقت النار على {place} في تلك الليلة.",
        "أوقفت قافلة تحمل الطحين والأدوية عند الجسر، كما قالت منظمة إغاثة.",
    ),
    "zh": (
        "省长说,北方旅星期五炮击了{place}村,炮火持续了整个上午。",
        "{place}的一个市场被击中,至少{n}人死亡,{m}人受伤,医院说药品不足。",
        "民兵沿公路推进时,居民带着毯子和水逃往河边,许多人整夜没有睡觉。",
        "军方发言人否认当晚其炮兵向{place}开火,并指责对方制造袭击。",
        "一个救援组织说,一支运送面粉和药品的车队在桥边被拦下并被迫返回。",
    ),
    "tr": (
        "Valinin açıklamasına göre kuzey tugayları cuma günü {place} köyünü topa tuttu.",
        "{place} pazarının vurulması sonucu en az {n} kişi öldü, {m} kişi yaralandı.",
        "Milisler yol boyunca ilerlerken köylüler battaniye ve suyla nehre doğru kaçtı.",
        "Ordu sözcüsü, topçularının o gece {place} üzerine ateş açtığını yalanladı.",
        "Bir yardım kuruluşu, un ve ilaç taşıyan konvoyun köprüde geri çevrildiğini söyledi.",
    ),
}  # fmt: skip
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

MENU = (
    "Home",
    "World",
    "Politics",
    "Business",
    "Sport",
    "Culture",
    "Opinion",
    "Weather",
    "Video",
    "Podcasts",
    "Jobs",
    "Archive",
)
LEGAL = (
    "Reproduction of any part of this site without written permission of the publisher is prohibited.",
    "The publisher is not responsible for the content of external internet sites.",
    "By continuing to use this website you agree to our use of cookies as described in the privacy policy.",
    "Subscribe to our newsletter and receive the morning briefing in your inbox every weekday.",
)
HEADLINES = (
    "Minister resigns after budget row in parliament", "Storm brings floods to the coast and closes the railway",
    "Cup final goes to penalties as keeper saves twice", "Central bank keeps its rate for the third month",
    "Ten recipes for the first cold evenings of autumn", "Army kills rebels in raid on far-off hill station, says ministry",
    "Museum shows letters that were thought to be lost", "Troops shell harbour town as talks on grain collapse",
)  # fmt: skip
COMMENTS = (
    "Why does nobody ever ask who sold them the guns in the first place? My cousin was there and saw it all.",
    "The army should have bombed that whole valley years ago, and everybody knows it.",
    "First! Great article, thank you for the brave reporting from the ground.",
    "This is propaganda. Rebels killed far more people than this paper will ever admit.",
    "I lived in that town for six years and the photograph is of a different bridge.",
    "Moderator: this comment was removed because it did not keep to our rules.",
)
TEASERS = (
    "Hundreds marched through the capital on Sunday to demand an end to the emergency law that was passed in June.",
    "Rebels attacked a police post on the far shore last week, and the ministry of the interior sent two battalions.",
    "The opposition leader told a rally that he would not take part in the vote unless observers were let in.",
    "Doctors at the central hospital went on strike over wages that have not been paid since the summer.",
)


@dataclass(frozen=True, slots=True)
class PressPage:
    """A page: its bytes, how they are encoded and who says so, and what a person would take from it.

    `main` holds the paragraphs of the report; `rest` sentences that are on the page and not of the report.
    """

    layout: str
    url: str
    html: bytes
    charset: str
    header_charset: str | None
    language: str
    title: str
    day: str
    main: tuple[str, ...]
    rest: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Story:
    """What a layout lays out."""

    title: str
    day: str
    author: str
    paragraphs: tuple[str, ...]
    rng: random.Random


Laid = tuple[str, tuple[str, ...], tuple[str, ...]]
"""The body of a page, its main text by paragraphs, and sentences that are not of it."""


def _e(text: str) -> str:
    return html_module.escape(text, quote=False)


def _ps(paragraphs: Sequence[str], tag: str = "p") -> str:
    return "\n".join(f"<{tag}>{_e(p)}</{tag}>" for p in paragraphs)


def _menu(tag: str = "nav", n: int = 12) -> str:
    return (
        f"<{tag}><ul>"
        + "".join(f'<li><a href="/{m.lower()}">{m}</a></li>' for m in MENU[:n])
        + f"</ul></{tag}>"
    )


def _links(rng: random.Random, n: int = 5) -> tuple[str, tuple[str, ...]]:
    chosen = tuple(rng.sample(HEADLINES, n))
    return "".join(f'<li><a href="/{len(h)}">{_e(h)}</a></li>' for h in chosen), chosen


def _comments(rng: random.Random, n: int) -> tuple[str, tuple[str, ...]]:
    chosen = [rng.choice(COMMENTS) for _ in range(n)]
    items = "".join(
        f'<li class="comment" id="comment-{i}"><div class="comment-body"><cite>reader{i}</cite> says:<p>{_e(c)}</p></div></li>'
        for i, c in enumerate(chosen)
    )
    return (
        f'<div id="comments" class="comments-area"><h3>{n} comments</h3><ol class="commentlist">{items}</ol></div>',
        tuple(set(chosen)),
    )


_FOOT = f"<footer><p>{LEGAL[0]}</p><p>{LEGAL[1]}</p></footer>"


def semantic(s: _Story) -> Laid:
    links, heads = _links(s.rng)
    body = (
        f"<header>{_menu()}</header><main><article><h1>{_e(s.title)}</h1><p class='byline'>By {s.author}</p>"
        f"<time datetime='{s.day}'>{s.day}</time>{_ps(s.paragraphs)}</article></main>"
        f"<aside><h2>Most read</h2><ul>{links}</ul></aside>{_FOOT}"
    )
    return body, s.paragraphs, (*heads, *LEGAL[:2])


def old_tables(s: _Story) -> Laid:
    links, heads = _links(s.rng)
    body = (
        "<TABLE WIDTH=100% BORDER=0><TR><TD COLSPAN=3 BGCOLOR=#003366><FONT COLOR=white SIZE=5>The Valley Courier</FONT></TD></TR>"
        f"<TR><TD WIDTH=120 VALIGN=top>{_menu('div')}</TD><TD VALIGN=top><FONT FACE=Arial SIZE=4><B>{_e(s.title)}</B></FONT><BR>"
        f"<FONT SIZE=1>{s.day} - {s.author}</FONT><P><FONT FACE=Arial SIZE=2>"
        + "<P><FONT FACE=Arial SIZE=2>".join(_e(p) + "</FONT>" for p in s.paragraphs)
        + f"</TD><TD WIDTH=150><B>Other news</B><UL>{links}</UL></TD></TR><TR><TD COLSPAN=3><SMALL>{LEGAL[0]}</SMALL></TD></TR></TABLE>"
    )
    return body, s.paragraphs, (*heads, LEGAL[0])


def weblog(s: _Story) -> Laid:
    links, heads = _links(s.rng)
    comments, said = _comments(s.rng, 6)
    body = (
        f'<div id="page">{_menu("div")}<div id="content"><div class="post hentry"><h2 class="entry-title">{_e(s.title)}</h2>'
        f'<div class="entry-meta">Posted on <abbr class="published">{s.day}</abbr> by {s.author}</div><div class="entry-content">'
        f'{_ps(s.paragraphs)}<div class="sharedaddy"><h3>Share this:</h3><ul><li>Facebook</li><li>Print</li></ul></div>'
        f'<div class="jp-relatedposts"><h3>Related</h3><ul>{links}</ul></div></div>'
        f'<p class="tags">Tags: conflict, valley, army</p></div>{comments}</div>{_FOOT}</div>'
    )
    return body, s.paragraphs, (*heads, *said, *LEGAL[:2])


def hashed_names(s: _Story) -> Laid:
    half = len(s.paragraphs) // 2
    teaser = s.rng.choice(TEASERS)
    state = json.dumps({"props": {"article": {"body": s.paragraphs, "id": 17}}})
    body = (
        f'<div id="__next"><div class="css-1q2w"><div class="css-cookie">{LEGAL[2]} <button>Accept all</button></div>{_menu("div")}</div>'
        f'<div class="css-9x8"><div class="css-h1">{_e(s.title)}</div><div class="css-77a">'
        + "".join(
            f'<div class="css-axufdj"><p class="css-at9mc1">{_e(p)}</p></div>' for p in s.paragraphs[:half]
        )
        + f'<div class="css-newsletter"><h4>Morning briefing</h4><p>{LEGAL[3]}</p><form><input type=email><button>Sign up</button></form></div>'
        + "".join(
            f'<div class="css-axufdj"><p class="css-at9mc1">{_e(p)}</p></div>' for p in s.paragraphs[half:]
        )
        + f'</div><div class="css-more"><h3>More to read</h3><div><a href="/x">{_e(teaser)}</a></div></div></div></div>'
        f'<script id="__NEXT_DATA__" type="application/json">{state}</script>'
    )
    return body, s.paragraphs, (LEGAL[2], LEGAL[3], teaser)


def live_blog(s: _Story) -> Laid:
    links, heads = _links(s.rng)
    entries = "".join(
        f'<div class="live-entry" id="block-{i}"><time class="block-time" datetime="{s.day}T{20 - i % 20:02d}:15">{20 - i % 20:02d}:15</time>'
        f'<h2 class="block-title">Update {i + 1}</h2><div class="block-elements"><p>{_e(p)}</p></div><div class="share">Share</div></div>'
        for i, p in enumerate(s.paragraphs)
    )
    body = (
        f"{_menu()}<main><h1>{_e(s.title)} - live updates</h1><div class='live-blog'>{entries}</div></main>"
        f"<aside class='sidebar'><ul>{links}</ul></aside>{_FOOT}"
    )
    return body, s.paragraphs, (*heads, *LEGAL[:2])


def with_table(s: _Story) -> Laid:
    rows = [(p, s.rng.randint(2, 40), s.rng.randint(10, 90)) for p in s.rng.sample(PLACES, 4)]
    cells = "".join(f"<tr><td>{p}</td><td>{k} killed</td><td>{w} wounded</td></tr>" for p, k, w in rows)
    body = (
        f"<header>{_menu()}</header><article class='story'><h1>{_e(s.title)}</h1>{_ps(s.paragraphs[:2])}"
        f"<figure><img src=a.jpg alt='smoke'><figcaption>Smoke over the valley. Photo: agency</figcaption></figure>"
        f"<table class='figures'><thead><tr><th>Place</th><th>Killed</th><th>Wounded</th></tr></thead><tbody>{cells}</tbody></table>"
        f"{_ps(s.paragraphs[2:])}</article>{_FOOT}"
    )
    return body, (*s.paragraphs, *(f"{k} killed" for _, k, _ in rows)), LEGAL[:2]


def read_more(s: _Story) -> Laid:
    heads = tuple(s.rng.sample(HEADLINES, 3))
    out = []
    for i, p in enumerate(s.paragraphs):
        out.append(f"<p>{_e(p)}</p>")
        if i % 2 == 1 and i // 2 < 3:
            out.append(
                f'<p class="read-more"><strong>READ MORE: <a href="/n{i}">{_e(heads[i // 2])}</a></strong></p>'
            )
    shown = heads[: min(3, len(s.paragraphs) // 2)]
    body = f'{_menu()}<div class="article-wrap"><h1>{_e(s.title)}</h1><div class="article__body">{"".join(out)}</div></div>{_FOOT}'
    return body, s.paragraphs, (*shown, *LEGAL[:2])


def many_comments(s: _Story) -> Laid:
    comments, said = _comments(s.rng, 60)
    main = s.paragraphs[:3]
    body = f'{_menu("div")}<div class="story-text"><h1>{_e(s.title)}</h1>{_ps(main)}</div>{comments}{_FOOT}'
    return body, main, (*said, *LEGAL[:2])


def line_breaks(s: _Story) -> Laid:
    links, heads = _links(s.rng)
    text = "<br><br>\n".join(_e(p) for p in s.paragraphs)
    body = f'<div class="top">{_menu("div")}</div><h1>{_e(s.title)}</h1><div class="text">{text}</div><div class="bottom"><ul>{links}</ul>{LEGAL[0]}</div>'
    return body, s.paragraphs, (*heads, LEGAL[0])


def headings_and_lists(s: _Story) -> Laid:
    k = max(1, len(s.paragraphs) // 3)
    one, two, three = s.paragraphs[:k], s.paragraphs[k : 2 * k], s.paragraphs[2 * k :]
    body = (
        f"<header>{_menu()}</header><article><h1>{_e(s.title)}</h1>{_ps(one)}<h2>What happened</h2><ul>"
        + "".join(f"<li>{_e(p)}</li>" for p in two)
        + f"</ul><h2>What they say</h2>{_ps(three[:1], 'blockquote')}{_ps(three[1:])}</article>{_FOOT}"
    )
    return body, s.paragraphs, LEGAL[:2]


def itemprop(s: _Story) -> Laid:
    links, heads = _links(s.rng)
    body = (
        f'<div class="page" itemscope itemtype="http://schema.org/NewsArticle"><div class="nav-wrap">{_menu("div")}</div>'
        f'<h1 itemprop="headline">{_e(s.title)}</h1><div class="video-player"><span>00:00</span><span>Play</span></div>'
        f'<div itemprop="articleBody">{_ps(s.paragraphs)}</div><div class="paywall"><p>{LEGAL[3]}</p></div>'
        f'<section class="recommended"><h3>Recommended for you</h3><ul>{links}</ul></section></div>{_FOOT}'
    )
    return body, s.paragraphs, (*heads, LEGAL[3], *LEGAL[:2])


def bare(s: _Story) -> Laid:
    return f"<h1>{_e(s.title)}</h1><p>{s.author}, {s.day}</p>{_ps(s.paragraphs)}", s.paragraphs, ()


def wire(s: _Story) -> Laid:
    lines = []
    for p in s.paragraphs:
        words, line = p.split(" "), ""
        for word in words:
            if len(line) + len(word) > 68:
                lines.append(line)
                line = ""
            line = f"{line} {word}".strip()
        lines += [line, ""]
    body = f'{_menu("div")}<h3>{_e(s.title)}</h3><pre class="wire">{_e(chr(10).join(lines))}</pre><hr><small>{LEGAL[0]}</small>'
    return body, s.paragraphs, (LEGAL[0],)


def mega_menu(s: _Story) -> Laid:
    menu = "".join(
        f'<div class="menu-col"><h5>{m}</h5><ul>'
        + "".join(f'<li><a href="/{m}/{i}">{m} topic {i}</a></li>' for i in range(40))
        + "</ul></div>"
        for m in MENU
    )
    legal = " ".join(LEGAL) * 6
    body = f'<div class="mega">{menu}</div><div class="c"><h1>{_e(s.title)}</h1><div class="b">{_ps(s.paragraphs)}</div></div><div class="legal"><p>{legal}</p></div>'
    return body, s.paragraphs, LEGAL


def long_sidebar(s: _Story) -> Laid:
    boxes = "".join(
        f'<div class="teaser"><h4><a href="/t">{_e(h)}</a></h4><p>{_e(t)}</p></div>'
        for h, t in zip(HEADLINES, TEASERS * 2, strict=True)
    )
    body = (
        f'{_menu()}<div class="row"><div class="col-8"><h1>{_e(s.title)}</h1><div class="lead">{_e(s.paragraphs[0])}</div>{_ps(s.paragraphs[1:])}</div>'
        f'<div class="col-4 sidebar"><h3>Latest news</h3>{boxes}</div></div>{_FOOT}'
    )
    return body, s.paragraphs, (*HEADLINES, *TEASERS, *LEGAL[:2])


def div_paragraphs(s: _Story) -> Laid:
    links, heads = _links(s.rng)
    body = (
        f'<div class="header">{_menu("div")}</div><div class="news-detail"><div class="headline">{_e(s.title)}</div>'
        f'<div class="date">{s.day}</div>{_ps(s.paragraphs, "div")}</div><div class="other-news"><ul>{links}</ul></div>{_FOOT}'
    )
    return body, s.paragraphs, (*heads, *LEGAL[:2])


def gallery(s: _Story) -> Laid:
    captions = tuple(
        f"{i + 1} / 6 A photographer waits at {p} as the light fades. Agency picture"
        for i, p in enumerate(PLACES[:6])
    )
    figures = "".join(
        f'<figure class="slide"><img src="{i}.jpg"><figcaption>{c}</figcaption></figure>'
        for i, c in enumerate(captions)
    )
    body = f'<header>{_menu()}</header><article><h1>{_e(s.title)}</h1><div class="gallery">{figures}</div>{_ps(s.paragraphs)}</article>{_FOOT}'
    return body, s.paragraphs, LEGAL[:2]


def broken_tags(s: _Story) -> Laid:
    links, heads = _links(s.rng)
    body = (
        f"<div class=nav><ul>{links}</ul><div class=main><h1>{_e(s.title)}</h2><div class=txt>"
        + "".join(f"<p><span>{_e(p)}" for p in s.paragraphs)
        + f"</div></td></div><div class=foot><p>{LEGAL[0]}"
    )
    return body, s.paragraphs, (*heads, LEGAL[0])


def interview(s: _Story) -> Laid:
    asked = (
        "What did you see that night?",
        "Who fired first?",
        "Will the truce hold?",
        "What do people need most?",
    )
    out, main = [], []
    for i, p in enumerate(s.paragraphs):
        if i < len(asked):
            out.append(f"<p><b>{asked[i]}</b></p>")
            main.append(asked[i])
        out.append(f"<p>{_e(p)}</p>")
        main.append(p)
    body = f'{_menu()}<div class="content-main"><h1>{_e(s.title)}</h1>{"".join(out)}<p class="about-author">{s.author} writes for this paper from the border.</p></div>{_FOOT}'
    return body, tuple(main), LEGAL[:2]


def amp(s: _Story) -> Laid:
    body = (
        f'<amp-sidebar id="sidebar">{_menu("div")}</amp-sidebar><header class="amp-header">Valley Courier</header>'
        f'<div class="amp-article"><h1>{_e(s.title)}</h1><amp-ad width=300></amp-ad>{_ps(s.paragraphs[:2])}<amp-ad></amp-ad>{_ps(s.paragraphs[2:])}</div>'
        f"<amp-consent><p>{LEGAL[2]}</p></amp-consent>{_FOOT}"
    )
    return body, s.paragraphs, (LEGAL[2], *LEGAL[:2])


LAYOUTS: tuple[Callable[[_Story], Laid], ...] = (
    semantic, old_tables, weblog, hashed_names, live_blog, with_table, read_more, many_comments, line_breaks,
    headings_and_lists, itemprop, bare, wire, mega_menu, long_sidebar, div_paragraphs, gallery, broken_tags, interview, amp,
)  # fmt: skip
# Language, encoding of the bytes, what the page declares, what the server declares.
SETTINGS = (
    ("en", "utf-8", "utf-8", "utf-8"), ("en", "utf-8", None, None), ("en", "cp1252", "iso-8859-1", None),
    ("es", "iso-8859-1", None, "iso-8859-1"), ("fr", "iso-8859-15", "iso-8859-15", None), ("de", "utf-8", "utf-8", "utf-8"),
    ("ru", "windows-1251", "windows-1251", None), ("ar", "utf-8", "utf-8", None), ("ar", "windows-1256", None, "windows-1256"),
    ("zh", "gb18030", "gb2312", None), ("tr", "iso-8859-9", None, "iso-8859-9"), ("ru", "koi8-r", None, "koi8-r"),
)  # fmt: skip


def _sentence(rng: random.Random, language: str, calm: bool = False) -> str:
    side, other = rng.sample(SIDES, 2)
    said = rng.choice(SAYING)
    english = CALM if calm else ENGLISH
    made = rng.choice(english if language == "en" else FOREIGN[language]).format(
        side=side, other=other, place=rng.choice(PLACES), day=rng.choice(DAYS), said=said,
        said_cap=said[0].upper() + said[1:], n=rng.randint(2, 60), m=rng.randint(3, 200),
    )  # fmt: skip
    return made[0].upper() + made[1:]


def _in_language(body: str, rest: tuple[str, ...], language: str) -> tuple[str, tuple[str, ...]]:
    """What stands around a report, in its language."""
    rng = random.Random(language)
    for n, text in enumerate((*HEADLINES, *TEASERS, *COMMENTS, *LEGAL)):
        other = f"{_sentence(rng, language).rstrip('.。')} ({n})"
        body = body.replace(_e(text), _e(other))
        rest = tuple(other if one == text else one for one in rest)
    return body, rest


def _weight(rng: random.Random) -> tuple[str, str, str]:
    """What makes a page of a newspaper heavy: scripts and styles for the head, menus, and a foot full of links."""
    names = [f"{rng.choice(MENU).lower()}-{n}" for n in range(260)]
    script = ";".join(
        f'var m{n}={{"slot":"{name}","w":{n},"t":"<b>ad</b>"}}' for n, name in enumerate(names * 3)
    )
    style = "".join(f".{name} > a:hover{{color:#{n:03x}}}\n" for n, name in enumerate(names))
    items = "".join(
        f'<li class="menu-item menu-item-{n}"><div class="item-wrap"><a class="{name}" href="/{name}"><span>{name.title()}</span></a></div></li>'
        for n, name in enumerate(names[:160])
    )
    foot = "".join(
        f'<div class="foot-col"><a href="/{name}">{name.title()}</a></div>' for name in names[160:]
    )
    return (
        f"<style>{style}</style><script>{script}</script>",
        f'<nav class="site-menu"><ul class="menu">{items}</ul></nav>'
        if rng.random() < 0.5
        else f'<div class="site-menu"><ul class="menu">{items}</ul></div>',
        (
            f'<footer class="site-foot">{foot}</footer>'
            if rng.random() < 0.5
            else f'<div class="site-foot">{foot}</div>'
        )
        + f"<script>{script[:9000]}</script>",
    )


def make_page(
    layout: Callable[[_Story], Laid],
    setting: int,
    size: int,
    seed: int,
    heavy: bool = False,
    calm: bool = False,
    given: Sequence[str] = (),
) -> PressPage:
    """One page: its layout, language and encoding (a row of SETTINGS), its number of paragraphs; heavy as most are; calm: no war.

    `given` are paragraphs to lay out in place of made-up ones.
    """
    language, encoding, meta, header = SETTINGS[setting]
    rng = random.Random(seed)
    paragraphs = tuple(given) or tuple(
        " ".join(_sentence(rng, language, calm) for _ in range(rng.randint(2, 4))) for _ in range(size)
    )
    day = f"20{rng.randint(12, 23)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}"
    title = _sentence(rng, language, calm).rstrip(".")[:70]
    body, main, rest = layout(_Story(title, day, "Mara Tenek", paragraphs, rng))
    if language != "en":
        body, rest = _in_language(body, rest, language)
    declared = (
        f'<meta charset="{meta}">'
        if meta and seed % 2
        else f'<meta http-equiv="Content-Type" content="text/html; charset={meta}">'
        if meta
        else ""
    )
    dated = f'<meta property="article:published_time" content="{day}T08:30:00Z">' if seed % 3 else ""
    name = layout.__name__
    head, top, foot = _weight(rng) if heavy else ("", "", "")
    whole = (
        f'<!DOCTYPE html>\n<html lang="{language}"><head>{declared}<title>{_e(title)} - Valley Courier</title>'
        f'<meta property="og:site_name" content="Valley Courier">{dated}<style>body{{margin:0}} .x>p{{color:#333}}</style>'
        f'{head}<script>window.dataLayer=[];function track(a){{if(a<3){{return "<p>no text</p>"}}}}</script></head>\n<body>{top}{body}{foot}</body></html>'
    )
    return PressPage(
        name, f"https://www.valley-courier.example/{day.replace('-', '/')}/{name.replace('_', '-')}-{seed}", whole.encode(encoding, "xmlcharrefreplace"),
        encoding, header, language, title, day if dated else "", main, rest,
    )  # fmt: skip


def make_pages(each: int = 4, heavy: bool = False) -> list[PressPage]:
    """`each` pages of every layout: most in English, of three to twelve paragraphs, in turn through all SETTINGS."""
    pages = []
    for i, layout in enumerate(LAYOUTS):
        for k in range(each):
            seed = 100 * i + k
            setting = seed % 3 if k % 2 == 0 else (7 * i + 5 * k) % len(SETTINGS)
            pages.append(make_page(layout, setting, (4, 7, 12, 3)[k % 4], seed, heavy))
    return pages
