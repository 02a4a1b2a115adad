// Package samples holds what a first look at plugsheet needs: the inputs of a small shop that we made up.
//
// The shop, Larkspur & Lind, sells goods for outdoors, kitchen and home, in English with French beside it.
// Its files show one thing each:
//
//   - shop/Settings.csv: id setting, language and currency, as rows of key and value.
//   - shop/Categories.csv: two levels of categories with ids of their own.
//   - shop/Products.csv: 41 products. Categories come as ids, several of them separated by a semicolon, or as
//     a path
//     ("Kitchen > Knives"); one path ("Garden > Birds") makes its categories. EAN, Color and Material are columns that
//     the answers have no place for and the search finds all the same. References that contain each other (AB-12,
//     AB-12-X), accents, three kinds of price, products that are sold out.
//   - shop/Closing form.csv: each of the six field types, two of them below another field.
//   - shop/Options.csv: the choices of its two SELECT fields.
//   - shop/Customer fields.csv: texts and a link with placeholders, and a button with the message that
//     follows it.
//   - shop/Customers.csv: four customers: known by e-mail and external id, by e-mail only, by external id
//     only.
//   - shop/Bot scenarios.csv: a bot in English, which finds products too, and one in French, which keeps
//     hours.
//   - shop/Bot answers.csv: 25 answers, with quick replies, links, pictures and next steps.
//   - shop/Bot hours.csv: when the French one is available, with holidays.
//   - shop.xlsx: the same as one workbook, in which prices are numbers with a currency format and ids are
//     numbers.
//   - plugsheet.yaml: the settings file with a word on each key; the samples need none of them.
//
// Beside the inputs are files to run a server with (deploy/README.md): units for systemd, a Containerfile,
// manifests for Kubernetes, and what Caddy and nginx need in front of it.
package samples

import (
	"embed"
	"io/fs"
)

//go:embed inputs
var inputs embed.FS

//go:embed pictures/*.jpg
var pictures embed.FS

// PicturesURL is what the imageUrl of each sample product begins with. The host is one that can never exist
// (RFC 2606), so whoever shows the samples takes what follows it as a name in [Pictures].
const PicturesURL = "https://shop.example/i/"

// Pictures gives the sample products' pictures, at its root: JPEGs of 320 by 320 pixels. pictures/draw.html
// draws them.
func Pictures() fs.FS {
	root, err := fs.Sub(pictures, "pictures")
	if err != nil {
		return pictures // the name is a valid path, so this does not happen
	}
	return root
}

//go:embed deploy
var deploy embed.FS

// Deploy gives the folder deploy, in which the files to run a server with are.
func Deploy() fs.FS { return deploy }

// FS gives the sample inputs, at its root: the folder shop, shop.xlsx and plugsheet.yaml.
func FS() fs.FS {
	root, err := fs.Sub(inputs, "inputs")
	if err != nil {
		return inputs // the name is a valid path, so this does not happen
	}
	return root
}
