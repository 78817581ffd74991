"""The words by which datelines tell when and where.

Word lists of closed classes: units and parts of time, months, weekdays and feasts; the little words
that join them; and the nouns that name places. English first, then German, French, Spanish and
Italian words of time.
"""

from typing import Final


def words(text: str) -> frozenset[str]:
    """Return the words of a list typed as running text."""
    return frozenset(text.split())


TIME: Final = words(
    """
    january february march april may june july august september october november december jan feb
    mar apr jun jul aug sept sep oct nov dec monday tuesday wednesday thursday friday saturday
    sunday mon tue tues wed thu thur thurs fri sat sun day days night nights morning mornings
    afternoon evening midnight midday noon dawn dusk sunrise sunset daybreak nightfall twilight
    hour hours minute minutes second seconds moment moments week weeks weekend month months year
    years decade decades century centuries fortnight season spring summer autumn fall winter today
    tonight yesterday tomorrow later earlier before after afterwards afterward ago since meanwhile
    now then present past future christmas easter halloween thanksgiving new year's years'
    birthday anniversary am pm a.m p.m a.m. p.m. o'clock oclock hrs gmt bc ad b.c a.d flashback
    interval beginning end start weeks' days' months' hours' time epilogue
    januar februar märz mai juni juli oktober dezember montag dienstag mittwoch donnerstag freitag
    samstag sonntag tag tage tagen nacht morgen abend später woche wochen monat monate monaten jahr
    jahre jahren stunde stunden heute gestern mitternacht zuvor
    janvier février mars avril juin juillet août septembre octobre novembre décembre lundi mardi
    mercredi jeudi vendredi samedi dimanche jour jours nuit matin soir tard semaine semaines mois an
    ans année années heure heures demain hier minuit midi plus
    enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes
    martes miércoles jueves viernes sábado domingo día días noche mañana tarde después semana
    semanas mes meses año años hora horas antes
    gennaio febbraio aprile maggio giugno luglio settembre ottobre novembre dicembre giorno giorni
    notte mattina sera dopo settimana settimane mese mesi anno anni ora ore prima
    """
)
LITTLE: Final = words(
    """
    a an the of on in at by to from near under over above below inside outside behind beyond between
    across along around beside off and or same next following previous last first that this those
    these other another early late mid middle half quarter past few several some couple many long
    short full about almost nearly exactly just only more less still again once part one two three
    four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty hundred thousand dozen score somewhere elsewhere
    aboard downtown uptown upstairs downstairs back home north south east west northern southern
    eastern western day's week's old year eve st nd rd th b c d e s
    der die das den dem des ein eine einer eines am im um vor nach drei zwei vier fünf zwanzig und
    le la les l' un une deux trois quatre du de des à au et en el los las una dos tres cuatro del y
    il lo gli i due tre quattro di da e o
    plus tard
    """
)
PLACES: Final = words(
    """
    airport alley apartment archive arena attic bakery balcony bank bar barn base basement bathroom
    bay beach bedroom boat bridge cabin cafe café camp campus car castle cathedral cave cell cellar
    cemetery chamber chapel church city clinic club coast college corridor cottage country court
    courtroom courtyard crypt deck desert diner district dock docks dormitory dungeon estate factory
    farm farmhouse ferry field flat floor forest fort garage garden gate graveyard gym hall hallway
    harbour harbor headquarters hill hills hospital hotel house inn island jail jungle kitchen lab
    laboratory lake lane library lighthouse lobby loft mansion market meadow mill mine monastery
    moor motel mountain mountains museum nursery ocean office orchard palace park pier place plain
    planet platform pool port prison pub quay quarters quarry reef restaurant ridge river road roof
    rooftop room ruins school sea sewer sewers shed ship shop shore square stable stables stage
    station store street studio study suburb surgery swamp tavern temple tent terminal terrace
    theatre theater throne tower town train tunnel tunnels university valley vault vessel village
    ward warehouse waterfront wharf wood woods yard
    """
)
AMBIGUOUS: Final = words("may march sat sun end fall past plus now mar ora second moment")
"""Words of time only when typed with a capital: in small letters they are other words, too."""
