package person

import (
	"plugsheet/schemas/words"
	"strings"
	"sync"
)

// vocabulary is by sort what its headers are called: a line a language (en fr de es it nl pt pl), commas between them.
// Words around them that say whose it is stand in roles.
var vocabulary = map[Sort]string{
	Password: `password, passwd, pwd, passphrase, user pass, user password, password hash, hashed password, encrypted password,
		password digest, password salt, password reset token, cvv, cvc, cvv2, security answer, secret answer, security question, api key,
		secret key, access token, refresh token, reset token, activation key, user activation key, remember token, auth token,
		session token, two factor secret, totp secret, private key
		mot de passe, mdp, mot passe, code secret, code confidentiel, question secrète, réponse secrète, jeton d'accès
		Passwort, Kennwort, Passwort Hash, Geheimzahl, Geheimfrage, Geheimantwort, Zugangscode, Prüfziffer Karte
		contraseña, contraseñas, clave de acceso, clave acceso, clave secreta, contraseña cifrada
		parola d'ordine, parola chiave segreta, codice segreto, password cifrata
		wachtwoord, geheime code, pincode klant, wachtwoord hash
		senha, palavra-passe, palavra passe, palavra de passe, código secreto, senha cifrada
		hasło, hasła, skrót hasła, kod PIN, tajne pytanie`,
	Code: `pin, pin code, token, hash, salt, secret, md5, sha1, sha256
		jeton, code pin
		PIN-Nummer, Geheimnis
		clave, código pin
		codice pin, segreto
		pin nummer, geheim
		código de segurança, segredo
		token dostępu, numer pin`,
	Card: `credit card, credit card number, card number, cc number, payment card, debit card, cardholder number
		carte bancaire, carte de crédit, numéro de carte, numéro de carte bancaire
		Kreditkarte, Kreditkartennummer, Kartennummer, EC-Karte
		tarjeta de crédito, número de tarjeta, tarjeta
		carta di credito, numero carta, numero di carta
		creditcardnummer, kaartnummer, betaalkaart
		cartão de crédito, número do cartão, cartão
		karta kredytowa, numer karty`,
	Email: `email, mail, email address, mail address, email id
		courriel, adresse email, adresse mail, adresse électronique, adresse de messagerie, mél, adresse courriel
		E-Mail-Adresse, Mailadresse, Mail-Adresse, Emailadresse
		correo, correo electrónico, dirección de correo, dirección de correo electrónico, dirección email
		posta elettronica, indirizzo email, indirizzo mail, indirizzo di posta elettronica, pec
		e-mailadres, mailadres
		endereço de email, endereço email, correio eletrónico, correio eletrônico, correio electrónico
		adres email, poczta elektroniczna, mejl, adres poczty elektronicznej`,
	Phone: `phone, telephone, phone number, telephone number, tel, tel no, phone no, mobile, mobile phone, mobile number, mobile no, cell,
		cell phone, cell number, fax, fax number, fax no, landline, home phone, work phone, whatsapp, msisdn
		téléphone, portable, gsm, numéro de téléphone, téléphone portable, téléphone mobile, téléphone fixe, télécopie, num tel, n° tel, fixe
		Telefon, Telefonnummer, Telefonnr, Tel-Nr, Rufnummer, Handy, Handynummer, Handynr, Mobil, Mobilnummer, Mobiltelefon, Mobilfunk,
		Mobilfunknummer, Faxnummer, Telefax, Festnetz, Durchwahl
		teléfono, móvil, celular, teléfono móvil, teléfono celular, número de teléfono, teléfono fijo, tfno, tlf
		telefono, cellulare, numero di telefono, numero telefono, telefono cellulare, telefono fisso, recapito telefonico, cell
		telefoon, telefoonnummer, telefoonnr, mobiel, mobiele telefoon, mobiel nummer, mobielnummer, vaste telefoon
		telefone, telemóvel, celular, número de telefone, telefone celular, telefone fixo, número de telemóvel
		numer telefonu, nr telefonu, telefon komórkowy, komórka, telefon kontaktowy, faks, telefon stacjonarny`,
	Given: `first name, given name, forename, christian name, fname, middle name, second name
		prénom, prénoms, deuxième prénom
		Vorname, Vornamen, Rufname, Zweiter Vorname
		nombre de pila, primer nombre, segundo nombre
		nome di battesimo, primo nome, secondo nome
		voornaam, voornamen, roepnaam, voorletters
		primeiro nome, nome próprio, nome do meio
		imię, imiona, drugie imię`,
	Family: `last name, surname, family name, maiden name, lname, birth name
		nom de famille, nom de naissance, nom de jeune fille, nom d'usage, nom patronymique
		Nachname, Familienname, Zuname, Geburtsname, Mädchenname
		apellido, apellidos, primer apellido, segundo apellido, apellido de soltera
		cognome, cognome da nubile
		achternaam, familienaam, meisjesnaam, tussenvoegsel, geboortenaam
		sobrenome, apelido, apelidos, último nome, nome de família, nome de solteira
		nazwisko, nazwisko panieńskie, nazwisko rodowe`,
	Full: `full name, name and surname, person name, contact name
		nom complet, nom et prénom, nom prénom, prénom nom, prénom et nom
		vollständiger Name, Vor- und Nachname, Name Vorname, Vorname Nachname, Vorname Name, Name und Vorname
		nombre completo, nombre y apellidos, nombre y apellido, nombre apellidos, apellidos y nombre
		nome completo, nome e cognome, nome cognome, cognome e nome, cognome nome, nominativo
		volledige naam, voor- en achternaam, naam en voornaam
		nome e sobrenome, nome e apelido
		imię i nazwisko, imie nazwisko, nazwisko i imię, pełne imię i nazwisko`,
	Name: `name, customer, client, buyer, recipient, display name
		nom, acheteur, destinataire
		Kunde, Käufer, Empfänger, Besteller, Kundin
		nombre, cliente, comprador, destinatario
		nome, acquirente
		naam, klant, koper, ontvanger
		comprador, destinatário
		klient, kupujący, odbiorca, nazwa`,
	Birth: `birthday, birth date, date of birth, dob, bday, year of birth, birth year, place of birth
		date de naissance, date naissance, naissance, anniversaire, lieu de naissance
		Geburtsdatum, Geburtstag, Geb-Datum, Geburtsjahr, Geburtsort, geb. am
		fecha de nacimiento, fecha nacimiento, nacimiento, cumpleaños
		data di nascita, data nascita, nascita, compleanno, luogo di nascita
		geboortedatum, verjaardag, geboortejaar, geboorteplaats
		data de nascimento, data nascimento, nascimento, aniversário
		data urodzenia, urodziny, rok urodzenia`,
	Trait: `age, gender, sex, marital status, nationality
		âge, sexe, civilité, situation familiale, nationalité
		Alter, Geschlecht, Anrede, Familienstand, Staatsangehörigkeit
		edad, sexo, género, tratamiento, estado civil, nacionalidad
		età, sesso, genere, stato civile, nazionalità
		leeftijd, geslacht, aanhef, burgerlijke staat, nationaliteit
		idade, gênero, tratamento, nacionalidade
		wiek, płeć, zwrot, stan cywilny, obywatelstwo`,
	Street: `street, street address, address 1, address 2, address line, address line 1, address line 2, street 1, house number, house no
		rue, adresse 1, adresse 2, adresse postale, complément d'adresse, numéro de rue
		Straße, Straße Hausnummer, Straße und Hausnummer, Hausnummer, Straße Nr, Anschrift, Adresszusatz, Str
		calle, domicilio, dirección postal, calle y número
		via, indirizzo 1, numero civico, via e numero
		straat, straatnaam, huisnummer, straat en huisnummer, huisnr
		rua, morada, logradouro, endereço postal
		ulica, ulica i numer, numer domu, nr domu, numer mieszkania`,
	Place: `address, zip, zip code, postcode, post code, postal code, zip postal code, city, town, pin code area
		adresse, code postal, cp, ville, commune
		PLZ, Postleitzahl, Ort, Stadt, Wohnort
		dirección, código postal, ciudad, población, localidad, municipio
		indirizzo, cap, codice postale, città, comune, località
		adres, postcode, plaats, woonplaats, stad, gemeente
		endereço, código postal, cep, cidade, localidade
		kod pocztowy, miasto, miejscowość, poczta`,
	Bank: `iban, bic, swift, swift code, bank account, account number, bank account number, sort code, routing number, account holder, cardholder
		numéro de compte, compte bancaire, rib, titulaire du compte
		Kontonummer, Bankverbindung, Bankleitzahl, BLZ, Kontoinhaber
		cuenta bancaria, número de cuenta, titular de la cuenta
		conto corrente, conto bancario, numero di conto, intestatario conto
		rekeningnummer, bankrekening, bankrekeningnummer, rekeninghouder
		conta bancária, número da conta, nib, titular da conta
		numer konta, konto bankowe, rachunek bankowy, numer rachunku`,
	Number: `ssn, social security number, social security, national id, national insurance number, passport, passport number, passport no,
		tax id, tax number, tax id number, tin, vat number, vat id, vat no, driving licence, driver license, identity card, id card, id number
		numéro de sécurité sociale, sécurité sociale, nir, passeport, numéro de passeport, carte d'identité, numéro fiscal, numéro tva,
		tva intracommunautaire, siret, siren
		Sozialversicherungsnummer, SV-Nummer, Rentenversicherungsnummer, Reisepass, Reisepassnummer, Passnummer, Personalausweis,
		Personalausweisnummer, Ausweisnummer, Steuernummer, Steuer-ID, Steueridentifikationsnummer, USt-ID, USt-IdNr, Umsatzsteuer-ID
		dni, nie, nif, cif, dni nif, nif cif, pasaporte, número de pasaporte, seguridad social, número de la seguridad social
		codice fiscale, partita iva, p iva, passaporto, numero passaporto, carta d'identità
		bsn, burgerservicenummer, paspoort, paspoortnummer, btw-nummer, identiteitskaart, rijbewijs
		contribuinte, número de contribuinte, cpf, cnpj, niss, passaporte, número do passaporte, cartão de cidadão, bilhete de identidade
		pesel, nip, regon, paszport, numer paszportu, dowód osobisty, numer dowodu`,
	Address: `ip, ip address, remote ip, client ip
		adresse ip
		IP-Adresse
		dirección ip
		indirizzo ip
		ip-adres
		endereço ip
		adres ip`,
	Login: `username, user name, user login, login, login name, screen name
		nom d'utilisateur, pseudonyme
		Benutzername, Nutzername, Anmeldename
		nombre de usuario
		nome utente
		gebruikersnaam, inlognaam
		nome de utilizador, nome de usuário
		nazwa użytkownika`,
	Consent: `newsletter, opt in, optin time, optin ip, confirm time, confirm ip, member rating, accepts marketing, accepts email marketing,
		accepts sms marketing, email marketing consent, marketing consent, consent, gdpr consent, subscribed, subscription status,
		email subscriber status, unsubscribed
		abonné, consentement, inscrit newsletter, inscription newsletter, désabonné
		Newsletter-Anmeldung, Einwilligung, abonniert, Werbeeinwilligung
		suscrito, consentimiento, boletín, acepta marketing
		iscritto, consenso, iscrizione newsletter, consenso marketing
		nieuwsbrief, toestemming, ingeschreven, aangemeld voor nieuwsbrief
		consentimento, subscrito, inscrito, boletim
		zgoda, zgoda marketingowa, zgody, zapisany`,
	Order: `order id, order number, order no, order date, order status, order total, order key, financial status, fulfillment status, paid at,
		payment method, line item name, lineitem name, lineitem sku, purchase date, invoice number, invoice date, order item id
		numéro de commande, date de commande, id commande, statut commande, statut de la commande, total commande, référence commande,
		commande, n° commande, mode de paiement, numéro de facture, date de facture
		Bestellnummer, Bestellnr, Bestelldatum, Bestellung, Auftragsnummer, Auftragsdatum, Bestellstatus, Rechnungsnummer, Rechnungsdatum,
		Zahlungsart
		número de pedido, fecha de pedido, fecha del pedido, pedido, estado del pedido, id pedido, forma de pago
		numero ordine, data ordine, id ordine, stato ordine, ordine, metodo di pagamento, numero d'ordine
		bestelnummer, besteldatum, ordernummer, orderdatum, bestelstatus, betaalmethode, bestelling
		número do pedido, data do pedido, encomenda, número da encomenda, data da encomenda, estado da encomenda
		numer zamówienia, data zamówienia, zamówienie, nr zamówienia, status zamówienia, metoda płatności`,
	Staff: `salesperson, sales rep, sales representative, account manager, contact, contact person, contact owner, lead owner, account owner,
		record owner, responsible person, created by, modified by, last modified by, updated by, assigned to, product manager,
		category manager, purchaser, hubspot owner, purchasing agent, sourcing manager, merchandiser, reviewer, reviewed by, approver, product owner, last updated by, created by name, updated by name, modified by name, uploader, edited by, last edited by, entered by, added by, uploaded by,
		approved by, owner email
		interlocuteur, responsable, personne de contact, contact commercial, commercial, créé par, modifié par, chef de produit, vendeur, responsable produit, auteur de la fiche, auteur fiche, acheteuse, gestionnaire produit, dernière modification par,
		mis à jour par, saisi par, ajouté par, validé par
		Verkäufer, Ansprechpartner, Ansprechpartnerin, Kontaktperson, Kontakt, Sachbearbeiter, Kundenbetreuer, Verantwortlicher,
		Vertreter, erstellt von, geändert von, Einkäufer, Produktmanager, Bearbeiter, Außendienst, geändert durch, erstellt durch,
		letzte Änderung durch, letzte Änderung von, zuletzt geändert von, zuletzt geändert durch, zuletzt bearbeitet von, bearbeitet von,
		angelegt von, angelegt durch, erfasst von, freigegeben von, Benutzer letzte Änderung, Sachbearbeiterin, Redakteur, Verantwortlich, zuständig, Produktverantwortlicher, Produktverantwortliche, Einkäuferin
		comercial, vendedor, persona de contacto, contacto, agente comercial, creado por, modificado por,
		última modificación por, jefe de producto, revisado por, actualizado por, editado por, añadido por, responsable de producto
		venditore, referente, agente di vendita, persona di contatto, contatto, responsabile, creato da, modificato da, commerciale,
		ultima modifica di, responsabile prodotto, aggiornato da, inserito da
		verkoper, contactpersoon, vertegenwoordiger, verantwoordelijke, aangemaakt door, gewijzigd door, inkoper,
		laatst gewijzigd door, productverantwoordelijke, productmanager, bewerkt door, toegevoegd door, bijgewerkt door
		pessoa de contacto, pessoa de contato, contato, responsável, criado por, modificado por, última modificação por,
		atualizado por, responsável do produto, gestor de produto, alterado por, inserido por
		sprzedawca, handlowiec, osoba kontaktowa, osoba do kontaktu, opiekun, przedstawiciel handlowy, utworzone przez, kupiec,
		utworzył, utworzony przez, dodał, dodane przez, zmodyfikowane przez, zmodyfikował, edytowane przez, ostatnio zmienione przez, opiekun produktu, kierownik produktu,
		ostatnia zmiana przez`,
}

// roles are the words around a header that say whose it is.
var roles = map[Role]string{
	Buyer: `billing, bill, bill to, invoice, shipping, ship, ship to, delivery, customer, customers, client, buyer, buyers, recipient, payer,
		facturation, livraison, acheteur, destinataire, payeur, clients,
		rechnung, rechnungs, liefer, lieferung, kunde, kunden, käufer, empfänger, besteller,
		facturación, envío, entrega, cliente, comprador, destinatario, factura,
		fatturazione, spedizione, consegna, acquirente, fattura, clienti,
		factuur, bezorg, verzend, levering, klant, klanten, koper, ontvanger,
		faturação, faturamento, cobrança, destinatário,
		faktura, fakturowania, wysyłka, wysyłki, dostawa, dostawy, klient, klienta, kupujący, kupującego, odbiorca, odbiorcy`,
	Contact: `contact, owner, sales, rep, agent, responsible, support, service, commercial, kontakt, ansprech, contacto, contatto, contato,
		salesperson, manager, comercial, vendedor, verkäufer, sprzedawcy, responsable, responsabile, referente, person, persona, osoba`,
	Supplier: `supplier, vendor, manufacturer, producer, importer, distributor, dealer, brand, seller, store, shop, company, organization, eu,
		fournisseur, fabricant, producteur, importateur, distributeur, marque, magasin, société, entreprise, boutique,
		lieferant, lieferanten, hersteller, importeur, händler, marke, firma, firmen, inverkehrbringer,
		proveedor, fabricante, importador, distribuidor, marca, tienda, empresa,
		fornitore, produttore, importatore, distributore, azienda, negozio,
		leverancier, leveranciers, fabrikant, producent, winkel, bedrijf, merk,
		fornecedor, produtor, loja,
		dostawca, dostawcy, producenta, importera, dystrybutora, sklepu, firmy, marki`,
	Author: `author, artist, composer, illustrator, director, actor, designer, writer, editor, translator, photographer, singer, player,
		auteur, artiste, compositeur, réalisateur, créateur, autor, künstler, komponist, regisseur, schauspieler, übersetzer, autorin,
		autor, artista, compositor, autore, compositore, regista, schrijver, kunstenaar, componist, autora, artysta, kompozytor, reżyser`,
	Self: `primary, main, home, work, business, personal, private, privat, professional, user, account, member, subscriber, lead, patient,
		student, employee, guest, visitor, person, mailing, default, other, alternate, alternative, secondary, preferred, last, login, signup,
		registration, your, the, of, de, du, des, la, le, les, l, d, del, der, die, das, van, het, di, della, do, da, address, data,
		1, 2, 3, utilisateur, membre, abonné, principal, principale, adhérent, mitglied, mitglieds, nutzer, benutzer, teilnehmer,
		usuario, socio, miembro, utente, iscritto, gebruiker, lid, utilizador, membro, użytkownika, członka, e, y, et, und, i`,
}

// table is by folded word the sort it names; roleOf is by folded word whose a column is.
var table = sync.OnceValue(func() map[string]Sort {
	all := map[string]Sort{}
	for sort := range sorts {
		for _, word := range listed(vocabulary[sort]) {
			if _, taken := all[word]; !taken {
				all[word] = sort
			}
		}
	}
	return all
})

var roleOf = sync.OnceValue(func() map[string]Role {
	all := map[string]Role{}
	for _, role := range []Role{Supplier, Author, Buyer, Contact, Self} {
		for _, word := range listed(roles[role]) {
			if _, taken := all[word]; !taken {
				all[word] = role
			}
		}
	}
	return all
})

// listed are the words of a text with commas and new lines between them, folded.
func listed(text string) []string {
	var list []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == '\n' }) {
		if word = words.Fold(word); word != "" {
			list = append(list, word)
		}
	}
	return list
}
