"""The sentence for each refusal: what is wrong, and what to do."""

from datetime import date
from enum import StrEnum

from tracker.adapters.labels import LABELS
from tracker.adapters.messages import N_, Messages
from tracker.domain.errors import DomainError
from tracker.domain.sittings import RecessKind

SENTENCES = {
    "text.required": N_("Vul dit veld in."),
    "text.nul": N_("Deze tekst bevat een onzichtbaar teken (NUL). Plak de tekst opnieuw, "
                   "bijvoorbeeld via Kladblok."),
    "text.too_long": N_("Deze tekst is %(length)s tekens lang; hier passen er %(limit)s. "
                        "Kort de tekst in."),
    "calendar.shows_nothing": N_(
        "Kies ten minste termijnen, dagen om opnieuw te bekijken of recessen."
    ),
    "choice.unknown": N_("Kies een van de mogelijkheden in de lijst."),
    "reminders.no_kinds": N_("Kies ten minste één soort herinnering, of kies ‘Geen’."),
    "reminders.no_days": N_("Noem ten minste één aantal werkdagen, bijvoorbeeld 20, 10, 3."),
    "reminders.days_unreadable": N_("‘%(text)s’ is geen aantal werkdagen van 0 tot en met "
                                    "%(limit)s. Schrijf getallen met komma’s ertussen, "
                                    "bijvoorbeeld 20, 10, 3."),
    "reminders.many_days": N_("Noem hooguit %(limit)s aantallen werkdagen."),
    "reminders.pause_passed": N_("Kies een dag na vandaag, of laat dit veld leeg."),
    "mail.recipient": N_("‘%(address)s’ is geen e-mailadres. Laat een beheerder het account "
                         "verbeteren."),
    "mail.sender": N_("Het afzenderadres ‘%(address)s’ is geen e-mailadres. Laat een beheerder "
                      "NAKOMING_MAIL_FROM verbeteren."),
    "mail.unreachable": N_("De mailserver %(host)s, poort %(port)s, is niet bereikbaar."),
    "mail.tls": N_("De mailserver %(host)s, poort %(port)s, biedt geen veilige verbinding die wij "
                   "kunnen controleren."),
    "mail.login": N_("De mailserver %(host)s, poort %(port)s, laat ons niet toe. Laat een "
                     "beheerder gebruiker en wachtwoord in NAKOMING_SMTP_URL nakijken."),
    "mail.lost": N_("De verbinding met de mailserver %(host)s, poort %(port)s, viel weg voordat "
                    "het bericht verstuurd was."),
    "mail.deferred": N_("De mailserver %(host)s nam het bericht nog niet aan: %(reply)s "
                        "%(text)s"),
    "mail.refused": N_("De mailserver %(host)s weigerde het bericht: %(reply)s %(text)s"),
    "mail.unanswered": N_("De mailserver %(host)s gaf geen antwoord op het bericht. Misschien is "
                          "het toch aangekomen."),
    "mail.interrupted": N_("Nakoming stopte terwijl het bericht werd verstuurd. Misschien is het "
                           "toch aangekomen."),
    "mail.broken": N_("Het bericht kon niet worden gemaakt (%(error)s). Laat een beheerder in het "
                      "logboek kijken."),
    "date.unreadable": N_("‘%(text)s’ is geen bestaande datum. Schrijf dag, maand en jaar, "
                          "bijvoorbeeld 31-12-2021."),
    "terms.no_columns": N_("De eerste regel mist de kolom %(columns)s. Zet de namen van de "
                           "kolommen op de eerste regel, met tabs ertussen."),
    "terms.no_reference_date": N_("‘%(text)s’ is geen datum van een tekst. Schrijf jaar, maand en "
                                  "dag, bijvoorbeeld 2021-01-11."),
    "date.too_far": N_("Kies een jaar tussen 1900 en 2200."),
    "report.future": N_("Kies een dag tot en met vandaag, %(today)s. Wat daarna komt, is nog niet "
                        "bekend."),
    "report.too_early": N_("Kies een dag vanaf %(first)s. Van eerder is hier niets bekend."),
    "report.unknown_place": N_("‘%(place)s’ is geen directie, bewindspersoon of programma. Kies er "
                               "een uit de lijst."),
    "number.unreadable": N_("‘%(text)s’ is geen heel getal. Schrijf alleen cijfers."),
    "account.wrong_password": N_("E-mailadres of wachtwoord klopt niet. Probeer het opnieuw, of "
                                 "vraag uw beheerder om een nieuw wachtwoord."),
    "account.wrong_present_password": N_("Dit is niet uw huidige wachtwoord. Probeer het opnieuw."),
    "account.exists": N_("Er is al een account met het adres %(email)s."),
    "account.unknown": N_("Er is geen account met het adres %(email)s."),
    "account.no_email": N_("‘%(email)s’ is geen e-mailadres. Schrijf het als naam@ministerie.nl."),
    "account.short_password": N_("Kies een wachtwoord van ten minste %(length)s tekens."),
    "account.odd_password": N_("Dit wachtwoord kan niet worden gebruikt. Kies een korter "
                               "wachtwoord zonder onzichtbare tekens."),
    "account.setup_closed": N_("Deze link is gebruikt of verlopen. Start de server opnieuw voor "
                               "een nieuwe link."),
    "status.no_transition": N_("Van ‘%(current)s’ kan dit item niet naar ‘%(target)s’. "
                               "Kies een andere status."),
    "status.met_needs_paper_or_reason": N_("Noem het Kamerstuk waarmee de Kamer is geïnformeerd, "
                                           "of geef een reden."),
    "status.transfer_needs_ministry": N_("Noem het ministerie dat het item overneemt."),
    "status.transfer_needs_paper": N_("Noem het Kamerstuk waarin de overdracht aan de Kamer is "
                                      "gemeld."),
    "status.needs_reason": N_("Geef een reden bij ‘%(target)s’."),
    "outcome.needs_reason": N_("De uitkomst ‘%(current)s’ wordt gewoonlijk niet meer ‘%(target)s’. "
                               "Geef een reden als dit een verbetering is."),
    "status.met_needs_paper": N_("Een toezegging die al is voorgesteld als afgedaan, wordt "
                                 "afgedaan met het Kamerstuk waarmee de Kamer is geïnformeerd."),
    "reference.unknown_form": N_("‘%(text)s’ is niet te herkennen als Kamerstuk. Schrijf "
                                 "bijvoorbeeld 31 015, nr. 221 of Handelingen II 2019/20, nr. 80, "
                                 "item 3."),
    "reference.dossier_only": N_("‘%(text)s’ is alleen een dossiernummer. Voeg het nummer van het "
                                 "stuk toe, bijvoorbeeld 31 015, nr. 221."),
    "reference.empty": N_("Noem een Kamerstuk, bijvoorbeeld 31 015, nr. 221."),
    "reference.too_long": N_("Dit is te lang voor een verwijzing naar een Kamerstuk; hier passen "
                             "er %(longest)s tekens. Noem één stuk."),
    "reference.several": N_("Hier staan %(count)s Kamerstukken. Noem er één."),
    "reference.ambiguous": N_("Dit kan %(readings)s zijn. Vul in welk van de twee u bedoelt."),
    "reference.item_missing": N_("‘%(text)s’ noemt geen item. Voeg het toe, bijvoorbeeld "
                                 "Handelingen II 2019/20, nr. 80, item 3."),
    "reference.session_year": N_("‘%(text)s’ is geen vergaderjaar. Schrijf bijvoorbeeld 2020/21."),
    "reference.unknown_part": N_("‘%(text)s’ kan geen deel van een Kamerstuknummer zijn."),
    "item.open_deadlines": N_("Zeg van elke open termijn of zij is nagekomen of vervalt."),
    "item.unknown": N_("Item %(number)s bestaat niet."),
    "note.in_future": N_("Een stand van zaken ligt niet in de toekomst: kies een dag tot en met "
                         "%(today)s."),
    "item.to_itself": N_("Een item kan niet aan zichzelf worden verbonden."),
    "deadline.needs_review": N_("Kies een dag waarop u deze termijn opnieuw bekijkt; zonder die "
                                "dag raakt zij uit beeld."),
    "deadline.review_in_past": N_("Kies een dag vanaf vandaag."),
    "deadline.needs_reason": N_("Geef een reden; die komt in het verloop te staan."),
    "deadline.not_open": N_("Deze termijn is al afgesloten. Laad de pagina opnieuw."),
    "deadline.item_closed": N_("Item %(number)s is afgesloten. Heropen eerst het item, zodat de "
                               "termijn in beeld blijft."),
    "deadline.not_replaceable": N_("Die termijn is niet meer open bij dit item. Kies een andere, "
                                   "of voeg de termijn toe zonder iets te vervangen."),
    "deadline.not_moved": N_("Bewoording en datum zijn nog dezelfde. Geef een andere bewoording of "
                             "een eigen datum."),
    "deadline.is_open": N_("Deze termijn staat al open. Laad de pagina opnieuw."),
    "deadline.settled_in_future": N_("Deze dag moet nog komen. Kies vandaag of een dag daarvoor."),
    "deadline.unknown_recurrence": N_("‘%(recurs)s’ is geen herhaling die te berekenen is."),
    "view.needs_name": N_("Geef de weergave een naam."),
    "view.name_taken": N_("U hebt al een weergave ‘%(name)s’. Kies een andere naam."),
    "view.changed": N_("Iemand heeft deze weergave intussen opgeslagen als ‘%(name)s’. Wat u "
                       "invulde, staat er nog; sla opnieuw op als het zo moet worden."),
    "view.in_use": N_("Deze weergave staat nog in %(calendars)s agendakoppeling(en). Trek die "
                      "eerst in; daarna kan de weergave weg."),
    "letter.not_draft": N_("Deze brief is vastgesteld. Maak een nieuwe brief voor een "
                           "verbetering."),
    "letter.empty": N_("Kies ten minste één rij voordat u de brief vaststelt."),
    "letter.still_draft": N_("Deze brief is nog een concept; pas die zelf aan."),
    "letter.not_frozen": N_("Alleen een vastgestelde brief die nog niet is verzonden, krijgt een "
                            "Kamerstuknummer. Stel de brief eerst vast."),
    "letter.needs_template": N_("Kies het sjabloon, of een andere opmaak."),
    "letter.not_before_committee": N_("Besluiten hoort u pas over een brief die aan de Eerste "
                                      "Kamer is verzonden."),
    "decision.settled_with_date": N_("Wat is afgedaan, heeft geen nieuwe termijn. Haal de datum "
                                     "weg of kies ‘Openstaand’."),
    "item.unknown_number": N_("Er is geen item %(number)s. Neem het nummer over van de pagina van "
                              "het item."),
    "round.closed": N_("Deze uitvraag is gesloten. Heropen haar eerst, of vraag dat aan wie haar "
                       "begon."),
    "round.no_items": N_("Deze weergave heeft op de peildatum geen openstaande items. Kies een "
                         "andere."),
    "round.day_passed": N_("Deze dag is voorbij. Kies vandaag of een latere dag."),
    "round.after": N_("De peildatum is %(reference_date)s; wat van later is, komt niet in de "
                      "brief. Kies die dag of een eerdere."),
    "round.answered_already": N_("Dit is al beantwoord; dat antwoord zou verloren gaan."),
    "round.checked_already": N_("Dit antwoord is al gecontroleerd. Laat het terugsturen als het "
                                "anders moet."),
    "round.own_answer": N_("U controleert niet uw eigen antwoord; vraag een collega."),
    "round.not_ready": N_("Dit is nog niet klaar gemeld."),
    "round.has_letter": N_("Van deze uitvraag is al een brief gemaakt; begin een nieuwe."),
    "list.too_long": N_("Deze lijst heeft meer dan %(limit)s rijen. Splits haar in kleinere "
                        "lijsten."),
    "list.too_large": N_("Dit bestand is groter dan %(limit)s MB. Splits de lijst, of haal er "
                         "afbeeldingen uit."),
    "list.other_kind_of_file": N_("Kies een Excelbestand (.xlsx), een ODS of een CSV."),
    "list.empty": N_("Onder de kopregel staat geen enkele rij. Zet de koppen op de eerste regel "
                     "van het eerste blad."),
    "list.twice": N_("Regel %(line)s gaat over hetzelfde item. Voeg de twee regels samen."),
    "list.several_named": N_("‘%(text)s’ is bij %(column)s van meer dan één de naam. Schrijf het "
                             "e-mailadres of de code."),
    "list.nobody_named": N_("‘%(text)s’ is bij %(column)s niet bekend. Verbeter de naam, of laat "
                            "de beheerder hem toevoegen."),
    "list.unknown_word": N_("‘%(text)s’ is hier niet bekend. Schrijf een van deze woorden: "
                            "%(known)s."),
    "list.other_kind": N_("Dit item is hier van een andere soort. Controleer het nummer."),
    "list.close_there": N_("%(number)s sluit of heropent u op zijn eigen pagina, omdat daar naar "
                           "de termijnen en het Kamerstuk wordt gevraagd."),
    "list.deadline_there": N_("%(number)s heeft al een termijn. Verplaats die op de pagina van het "
                              "item, met de reden."),
    "list.no_kind": N_("Is dit een motie, een toezegging of een aanbeveling? Vul de soort in, of "
                       "kies haar hierboven voor de hele lijst."),
    "list.needed": N_("Dit is nodig voor een nieuw item en is leeg of heeft geen kolom."),
    "list.transfer_needs": N_("Bij overgedragen horen het ministerie en het Kamerstuk. Vul de "
                              "kolommen Overgedragen aan en Kamer geïnformeerd met."),
    "list.column_twice": N_("Deze betekenis heeft al een andere kolom. Kies er één."),
    "list.not_ready": N_("Deze lijst kan nog niet worden overgenomen: verbeter eerst de fouten."),
    "list.taken_in": N_("Deze lijst is al overgenomen. Bied een nieuw bestand aan."),
    "list.not_taken_in": N_("Deze lijst is niet overgenomen, dus er valt niets terug te draaien."),
    "list.changed_since": N_("Van deze lijst zijn %(count)s items sindsdien gewijzigd: "
                             "%(numbers)s. Draai die wijzigingen eerst terug."),
    "date.in_future": N_("Deze dag moet nog komen. Kies vandaag of een eerdere dag."),
    "delay.not_moved": N_("Deze termijn is niet verschoven ten opzichte van wat de Kamer weet; er "
                          "is niets om uit te stellen."),
    "template.other_kind": N_("Kies een DOCX of een ODT."),
    "template.too_large": N_("Dit bestand is groter dan %(limit)s MB. Haal er afbeeldingen uit."),
    "template.not_docx": N_("Dit is geen DOCX. Sla het document in Word op als .docx."),
    "template.not_odt": N_("Dit is geen ODT. Sla het document op als .odt."),
    "template.no_fields": N_("Er staat geen veld in het document. Zet er bijvoorbeeld {{titel}} "
                             "in."),
    "template.unknown_field": N_("Het veld {{%(name)s}} bestaat niet. Kies er een uit de lijst "
                                 "hieronder."),
    "template.unknown_rows": N_("{{%(name)s}} noemt rijen die er niet zijn. Kies er een uit de "
                                "lijst hieronder."),
    "template.unclosed": N_("Bij ‘%(name)s’ is een veld niet goed geopend of gesloten. Schrijf "
                            "twee accolades aan elke kant."),
    "template.outside_table": N_("Het veld {{%(name)s}} hoort in een rij van een tabel."),
    "template.rows_without_field": N_("De rij met {{%(name)s}} heeft geen veld van een item, zoals "
                                      "{{omschrijving}}."),
    "letter.too_early": N_("De peildatum is %(reference_date)s. Stel de brief op die dag vast of "
                           "erna: dan staat vast wat erin hoort."),
    "recess.needs_end": N_("Vul de laatste dag in, of kies ‘Alleen het begin is bekend’."),
    "recess.end_before_start": N_("De laatste dag ligt vóór de eerste dag, %(start)s. Verbeter een "
                                  "van de twee."),
    "recess.too_long": N_("Dit reces duurt %(days)s dagen; kijk het jaar van beide dagen na."),
    "recess.end_is_known": N_("De laatste dag is ingevuld. Kies dan niet ‘Alleen het begin is "
                              "bekend’."),
    "recess.other_session_year": N_("Deze dag valt niet in vergaderjaar %(session_year)s. Trek dit "
                                    "reces in en voeg een nieuw toe als het jaar niet klopt."),
    "recess.wrong_year": N_("Het %(kind)s van vergaderjaar %(session_year)s begint in %(year)s. "
                            "Kijk de soort en het jaar na."),
    "recess.sits_too_late": N_("De laatste vergaderdag ligt vóór de eerste recesdag, %(start)s."),
    "recess.sits_too_early": N_("De eerste vergaderdag ligt na de laatste recesdag, %(end)s."),
    "recess.gap": N_("Deze vergaderdag ligt een week of meer van het reces. Zijn de dagen van het "
                     "reces gewijzigd, verbeter dan ook deze dag of laat die leeg."),
    "recess.twice": N_("Het %(kind)s van vergaderjaar %(session_year)s staat al in de agenda. "
                       "Verbeter dat, of kies een andere soort of een ander jaar."),
    "recess.was_withdrawn": N_("Het %(kind)s van vergaderjaar %(session_year)s is ingetrokken. Zet "
                               "dat terug en verbeter het daarna."),
    "recess.overlaps": N_("Deze dagen vallen samen met het %(kind)s van %(start)s tot en met "
                          "%(end)s. Verbeter eerst een van de twee."),
    "recess.needs_source": N_("Noem ten minste één bron waarin de dagen staan."),
    "recess.odd_address": N_("‘%(text)s’ is geen webadres. Schrijf het als https://www.tweedekamer.nl"
                             "/…, of laat dit leeg."),
    "recess.needs_reason": N_("Geef een reden; die blijft bij het reces staan."),
    "recalculation.changed": N_("De recesagenda is intussen opnieuw gewijzigd. Hieronder staat de "
                                "datum die er nu uit volgt; kies opnieuw."),
    "letter.no_words": N_("Hierin staat geen tekst. Kies een ander bestand, of plak de tekst."),
    "letter.no_date": N_("De datum van de brief staat niet in de tekst. Vul die in: termijnen "
                         "worden vanaf die dag gerekend. Kies een bestand daarbij opnieuw."),
    "letter.no_text": N_("De tekst van %(paper)s is hier nog niet gelezen. Kies het bestand, of "
                         "plak de tekst erbij."),
    "letter.nothing": N_("Kies een bestand, plak de tekst, of noem een Kamerstuk waarvan de tekst "
                         "hier al gelezen is."),
    "letter.both": N_("Hier zijn een bestand en een geplakte tekst. Laat één van de twee leeg; het "
                      "bestand kiest u daarna opnieuw."),
    "letter.unreadable": N_("Dit bestand kon niet binnen een minuut worden gelezen. Plak de tekst "
                            "van de brief, of sla het bestand op als DOCX, ODT of tekst."),
    "letter.too_large": N_("Dit bestand is groter dan %(limit)s MB. Plak de tekst van de brief, of "
                           "kies een kleiner bestand."),
    "proposal.changed": N_("Iemand heeft dit voorstel intussen beoordeeld of veranderd. Hieronder "
                           "staat hoe het nu is."),
    "proposal.choose": N_("Kies eerst welke het is."),
    "proposal.needs_parent": N_("Dit hoort bij voorstel %(parent)s. Neem dat eerst over, of samen "
                                "hiermee."),
    "proposal.after": N_("Dit hoort bij voorstel %(parent)s, waarover eerst een vraag openstaat. "
                         "Beantwoord die, of kies een ander item bij Bewerken."),
    "proposal.deadline_needs_item": N_("Een termijn hoort bij een item. Kies er een bij ‘Hoort "
                                       "bij’, of noem een itemnummer."),
    "proposal.measure_needs_item": N_("Een maatregel hoort bij een item. Kies er een bij ‘Hoort "
                                      "bij’, of noem een itemnummer."),
    "proposal.note_needs_item": N_("Een stand van zaken hoort bij een item. Kies er een bij ‘Hoort "
                                   "bij’, of noem een itemnummer."),
    "proposal.has_dependents": N_("Hierbij horen nog overgenomen voorstellen: %(numbers)s. Maak "
                                  "die eerst ongedaan."),
    "proposal.changed_since": N_("Dit kan niet meer ongedaan worden gemaakt: er is sindsdien aan "
                                 "gewerkt. Wijzig het op de pagina van het item."),
    "document.empty": N_("Dit bestand is leeg. Kies een bestand met de tekst van de brief."),
    "document.too_large": N_("Dit bestand is groter dan %(limit)s MB. Kies een kleiner bestand, of "
                             "plak de tekst van de brief."),
    "document.too_heavy": N_("Het lezen van dit bestand duurt te lang of vraagt te veel geheugen. "
                             "Plak de tekst van de brief, of kies een kleiner bestand."),
    "document.no_text": N_("Deze PDF bevat geen tekst; waarschijnlijk is hij gescand. Kies een "
                           "versie met tekst, of plak de tekst van de brief."),
    "document.encrypted": N_("Dit bestand is met een wachtwoord beveiligd. Sla het op zonder "
                             "wachtwoord en kies het opnieuw."),
    "document.bomb": N_("Dit bestand wordt bij het uitpakken te groot en is daarom niet geopend. "
                        "Plak de tekst van de brief."),
    "document.unsafe": N_("Dit XML-bestand bepaalt eigen vervangingen (ENTITY) en is daarom niet "
                          "gelezen. Kies het bestand van officielebekendmakingen.nl."),
    "document.not_what_it_says": N_("De naam van dit bestand eindigt op %(suffix)s, maar het is "
                                    "een ander soort bestand. Sla het opnieuw op als %(suffix)s."),
    "document.old_word": N_("Dit is een bestand van een oude versie van Word of Excel. Sla een "
                            "brief op als .docx en kies hem opnieuw."),
    "document.unknown_kind": N_("Dit soort bestand kan niet worden gelezen. Kies een PDF, .docx, "
                                ".odt, .html, .xml van een Kamerstuk, .md of .txt."),
    "document.not_text": N_("Dit bestand bevat geen leesbare tekst. Kies een PDF, .docx, .odt, "
                            ".html, .xml van een Kamerstuk, .md of .txt."),
    "document.broken": N_("Dit bestand is beschadigd en kan niet worden gelezen. Open het, sla het "
                          "opnieuw op en kies het nog eens."),
    "source.odd_address": N_("‘%(text)s’ is geen webadres. Schrijf het als https://…"),
    "source.twice": N_("Dit adres is al een bron: %(name)s."),
    "source.changed": N_("Iemand heeft deze bron intussen gewijzigd. Hieronder staat hoe het nu "
                         "is."),
    "source.built_in": N_("Deze bron hoort bij Nakoming en kan niet weg. Pauzeer de bron."),
    "source.paused": N_("Deze bron is gepauzeerd. Hervat de bron eerst."),
    "source.unknown": N_("Er is geen bron ‘%(name)s’."),
    "debate.off": N_("Dit debat gaat op die dag niet door (%(number)s). Kies een ander."),
    "debate.sets_no_day": N_("‘%(wording)s’ geeft bij een debat geen laatste dag. Verplaats de "
                             "termijn met een eigen datum."),
    "fetch.server": N_("De bron gaf een storing (%(status)s)."),
    "fetch.timeout": N_("De bron antwoordde niet op tijd."),
    "fetch.too_large": N_("Het antwoord van de bron is groter dan wat hier wordt gelezen."),
    "fetch.cut_off": N_("Het antwoord van de bron brak halverwege af."),
    "fetch.redirects": N_("De bron verwijst te vaak door."),
    "fetch.downgraded": N_("De bron verwijst van een beveiligd naar een onbeveiligd adres "
                           "(%(host)s); dat wordt niet opgehaald."),
    "fetch.private": N_("De bron verwijst naar een adres binnen een eigen netwerk (%(host)s); dat "
                        "wordt niet opgehaald zonder toestemming van de beheerder van de server."),
    "fetch.unreachable": N_("De bron is niet te bereiken."),
    "fetch.refused": N_("De bron weigert het verzoek (%(status)s). Kijk het adres na."),
    "fetch.busy": N_("De bron vraagt om later terug te komen."),
    "fetch.encoding": N_("Het antwoord van de bron is beschadigd."),
    "fetch.address": N_("Dit adres kan niet worden opgehaald. Kijk het na."),
    "fetch.tls": N_("De beveiligde verbinding met %(host)s kwam niet tot stand: het certificaat is "
                    "hier niet bekend, of de bron biedt geen beveiliging. Vraag de beheerder van "
                    "de server het certificaat na te kijken."),
    "fetch.proxy": N_("De proxyserver %(proxy)s antwoordt niet of laat dit verzoek niet door. "
                      "Vraag de beheerder van de server die instelling na te kijken."),
    "page.not_a_feed": N_("Wat de bron gaf, is geen lijst van berichten."),
    "page.not_xml": N_("Wat de bron gaf, is niet te lezen."),
    "page.entities": N_("Wat de bron gaf, is onveilig om te lezen en daarom overgeslagen."),
    "page.not_json": N_("Het antwoord van de bron is niet te lezen."),
    "page.not_an_answer": N_("Wat de bron gaf, is geen antwoord op de vraag naar dit stuk."),
    "page.diagnostic": N_("De bron begrijpt de vraag niet: %(message)s."),
    "entry.not_xml": N_("Dit bericht is beschadigd en niet te lezen."),
    "entry.no_content": N_("Dit bericht heeft geen inhoud."),
    "entry.several": N_("Dit bericht heeft meer dan één inhoud."),
    "entry.no_key": N_("Dit bericht heeft geen kenmerk waaraan het te herkennen is."),
    "entry.bad_ref": N_("Het veld %(field)s verwijst naar iets dat geen kenmerk is: ‘%(ref)s’."),
    "entry.other_category": N_("Dit bericht zegt dat het een %(category)s is, maar bevat een "
                               "%(element)s."),
    "entry.unclear_deletion": N_("Of dit is verwijderd, is niet duidelijk: ‘%(text)s’."),
    "follow.twice": N_("‘%(value)s’ wordt al gevolgd."),
    "follow.changed": N_("Iemand heeft deze regel intussen gewijzigd. Hieronder staat hoe het nu "
                         "is."),
    "follow.no_dossier": N_("‘%(text)s’ is geen dossiernummer. Schrijf bijvoorbeeld 31 015 of "
                            "36 600 VI."),
    "lead.no_steps": N_("Vul ten minste één stap in."),
    "lead.too_many_steps": N_("Een lijn heeft ten hoogste %(limit)s stappen."),
    "lead.step_needs_name": N_("Geef deze stap een naam."),
    "lead.step_needs_days": N_("Vul in hoeveel werkdagen vooraf deze stap begint."),
    "lead.days_unreadable": N_("‘%(text)s’ is geen aantal werkdagen. Vul een heel getal in van 0 "
                               "tot en met %(limit)s."),
    "lead.same_step": N_("Er is al een stap ‘%(name)s’."),
    "lead.twice": N_("Er is al een lijn ‘%(name)s’."),
    "lead.is_withdrawn": N_("Deze lijn is ingetrokken en wordt niet meer gewijzigd."),
    "lead.not_to_choose": N_("Deze lijn is ingetrokken of bestaat niet. Kies een andere."),
}  # fmt: skip

_FACT_LABELS = {"current": ("status", "outcome"), "target": ("status", "outcome")}


def refusal(error: DomainError, messages: Messages) -> str:
    """The sentence for a refusal in the reader's language."""
    facts = {name: _word(name, value, messages) for name, value in error.facts.items()}
    return messages.text(SENTENCES[error.code], **facts)


def _word(name: str, value: object, messages: Messages) -> object:
    if isinstance(value, RecessKind):
        return messages.gettext(LABELS["recess"][value]).lower()
    if isinstance(value, StrEnum):
        for group in _FACT_LABELS.get(name, ()):
            if value in LABELS[group]:
                return messages.gettext(LABELS[group][value])
    if isinstance(value, date):
        return messages.date(value)
    return str(value)[:80]
