"""Names of months and week days in the languages of the world's news exports, in small letters without marks."""

from collections.abc import Mapping

# From January on, as words of dates (in the genitive where there is one), with their usual short forms behind bars.
_MONTHS = """
en: january|jan february|feb march|mar april|apr may june|jun july|jul august|aug september|sept|sep
    october|oct november|nov december|dec
de: januar|janner|jan februar|feber|feb marz|maerz april|apr mai juni juli august september|sept|sep
    oktober|okt november dezember|dez
fr: janvier|janv fevrier|fevr|fev mars avril|avr mai juin juillet|juil aout septembre|sept octobre|oct
    novembre|nov decembre|dec
es: enero|ene febrero|feb marzo|mar abril|abr mayo junio|jun julio|jul agosto|ago septiembre|setiembre|sept
    octubre|oct noviembre|nov diciembre|dic
nl: januari|jan februari|feb maart|mrt april|apr mei juni juli augustus|aug september|sep oktober|okt
    november|nov december|dec
it: gennaio|gen febbraio|feb marzo|mar aprile|apr maggio|mag giugno|giu luglio|lug agosto|ago settembre|sett
    ottobre|ott novembre|nov dicembre|dic
pt: janeiro|jan fevereiro|fev marco|mar abril|abr maio junho|jun julho|jul agosto|ago setembro|set outubro|out
    novembro|nov dezembro|dez
da: januar februar marts april maj juni juli august september oktober november december
no: januar februar mars april mai juni juli august september oktober november desember|des
sv: januari februari mars april maj juni juli augusti september oktober november december
fi: tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesakuuta heinakuuta elokuuta syyskuuta lokakuuta
    marraskuuta joulukuuta
pl: stycznia lutego marca kwietnia maja czerwca lipca sierpnia wrzesnia pazdziernika listopada grudnia
cs: ledna unora brezna dubna kvetna cervna cervence srpna zari rijna listopadu prosince
hu: januar februar marcius aprilis majus junius julius augusztus szeptember oktober november december
ru: января февраля марта апреля мая июня июля августа сентября октября ноября декабря
uk: січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
tr: ocak subat mart nisan mayis haziran temmuz agustos eylul ekim kasim aralik
"""
#: Language → twelve texts of names, parted by bars.
MONTHS: Mapping[str, tuple[str, ...]] = {
    language[-2:]: tuple(names.split()[:12])
    for language, names in zip(_MONTHS.split(":")[:-1], _MONTHS.split(":")[1:], strict=True)
}
#: Name → number.
NUMBERS: Mapping[str, int] = {
    word: number for names in MONTHS.values() for number, words in enumerate(names, 1) for word in words.split("|")
}
#: Week days, whatever the language.
WEEKDAYS = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
    montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag mo di mi do fr sa so
    lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miercoles jueves viernes sabado domingo
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag lunedi martedi mercoledi giovedi venerdi domenica
    segunda-feira terca-feira quarta-feira quinta-feira sexta-feira segunda terca quarta quinta sexta
    mandag tirsdag onsdag torsdag fredag lordag sondag mandag tisdag lordag
    maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai
    poniedzialek wtorek sroda czwartek piatek sobota niedziela pondeli utery streda ctvrtek patek nedele
    hetfo kedd szerda csutortok pentek szombat vasarnap
    понедельник вторник среда четверг пятница суббота воскресенье понеділок вівторок середа четвер пятниця субота неділя
    pazartesi sali carsamba persembe cuma cumartesi pazar
    """.split()  # noqa: SIM905  # a list of words is read as one
)
