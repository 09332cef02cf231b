"""The field of work, from a role and a company: coarse, and a closed list, so that it tells nothing else.

The word beginnings below are only recognised, never shown or sent; the words for each field, which are,
stand in templates/prompts/picture.txt. Hence the data is here and not there.
"""

from __future__ import annotations

from linkepix.prompts.words import folded, words_in

NEUTRAL = "business"

# Of equal counts the first one wins, so what any trade has (data, software) stands last.
_BEGINNINGS = {
    "logistics": """
        logist supply lieferkett spedit transport shipping freight warehous lager almac entrepot
        magazz procure einkauf beschaff achats compras acquisti fleet hafen versand логист снабж 物流
        물류
    """,
    "finance": """
        financ finanz bank buchhalt comptab contab contador accountan accounting invest capital fund
        audit tax steuer controll treasur cfo versicher insur assur seguros финанс бухгалт банк 財務
        财务 銀行 银行 금융 재무
    """,
    "health": """
        health gesund sante salud saude sanit medic medizin arzt arzte doctor nurs pfleg hospital
        klinik clinic pharma dent therap biotech врач медиц здоров 医療 医院 医生 의료 간호
    """,
    "design": """
        design gestalt diseno disen grafi illustrat creativ kreativ artist ux ui brand дизайн デザイ 设计
        設計 디자인
    """,
    "sales": """
        sales vertrieb verkauf vente ventes ventas vendit vendas commercial sdr bdr revenue cro
        handel retail einzelhandel продаж 営業 销售 영업
    """,
    "marketing": """
        marketing growth content communicat kommunikat comunica presse pr media werbung advert seo
        cmo redakt editor journalis маркет реклам マーケ 市场 营销 마케팅
    """,
    "people": """
        human hr recruit talent people personnel personalleit personalwes personalref rekrut chro
        rrhh recursos кадр персонал 人事 人力 인사 채용
    """,
    "law": """
        law lawyer legal recht rechts jurist juridi attorney anwalt rechtsanw avocat abogad avvocat
        notar counsel complian юрист право адвокат 法務 法律 弁護士 변호사 법무
    """,
    "education": """
        educat bildung school schule ecole escuela scuola teach lehr lehrer enseign profess univers
        docent dozent trainer training coach akadem academ учител препод образов 教育 教師 教授 교육 교사
    """,
    "construction": """
        construct bauleit bauingen baufirm batiment obra architect architekt immobil estate property
        civil handwerk строит архит 建設 建築 建筑 건설 건축
    """,
    "manufacturing": """
        manufactur produktion production produccion produz fertig factory usine fabri maschinen
        mechan automotive industri quality qualit производ завод 製造 制造 生産 제조 생산
    """,
    "energy": """
        energ solar wind power strom nuclear oil utilit umwelt environ sustain nachhalt klima
        climate энерг эколог エネルギ 能源 环境 에너지 환경
    """,
    "hospitality": """
        hotel restaurant gastro cuisine kitchen koch food tourism touris travel reise event ресторан
        отель ホテル 餐饮 酒店 호텔 관광
    """,
    "science": """
        physic physik chem biolog mathemat laborat labor scien forsch research recherche investigad
        наук хими 科学 研究 과학 연구
    """,
    "public": """
        government regier minister verwalt municip gemeinde public ngo nonprofit stiftung foundation
        charity государ 政府 公務 公务 정부
    """,
    "data": """
        data daten donnees datos analy statist machine аналит данн データ 数据 데이터
    """,
    "software": """
        softw develop entwickl developp desarroll programm engineer ingen informati devops frontend
        backend fullstack cloud cyber security sicherheit cto cio sre tech digital plattform
        platform it разраб программ инженер エンジニア 工程 开发 엔지니어
    """,
}

_PREFIXES = tuple((field, tuple(folded(stems).split())) for field, stems in _BEGINNINGS.items())
_SHORTEST_BEGINNING = 4


def field_of_work(role: str, company: str) -> str:
    """A key of the `fields` in the template: what most words of the role begin like, else of the company."""
    return _field_of(role) or _field_of(company) or NEUTRAL


def _field_of(text: str) -> str:
    words = words_in(text)
    counts = [(sum(_begins(word, stem) for word in words for stem in stems), field) for field, stems in _PREFIXES]
    best, field = max(counts, key=lambda pair: pair[0])
    return field if best else ""


def _begins(word: str, stem: str) -> bool:
    # "it" begins "Italy": a short one must be the whole word, unless its script writes words in a row.
    if not stem.isascii():
        return stem in word
    return word == stem if len(stem) < _SHORTEST_BEGINNING else word.startswith(stem)
