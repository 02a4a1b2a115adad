package sheet

import "testing"

// TestIsStock has headers of stocks in other words than the lists have them, and such that only look so.
func TestIsStock(t *testing.T) {
	for header, want := range map[string]bool{
		"Stock": true, "Qty available": true, "current_stock_level": true, "Lieferstatus": true,
		"Aktueller Bestand": true,
		"StockQty":          true, "Qté dispo": true, "Unidades disponibles": true, "Quantità in magazzino": true,
		"Aantal beschikbaar": true, "Stan w magazynie": true, "Estoque atual": true,
		"Quantity": false, "Available colours": false, "Stock location": false, "Stock code": false,
		"Almacén":     false,
		"Stock value": false, "Status": false, "Available from": false, "Total": false, "Units": false, "": false,
	} {
		if got := IsStock(header); got != want {
			t.Errorf("IsStock(%q) = %t", header, got)
		}
	}
}

func TestSellsOut(t *testing.T) {
	for _, test := range []struct {
		values map[string]int
		want   bool
	}{
		{map[string]int{"in stock": 3, "out of stock": 1}, true},
		{map[string]int{"auf Lager": 3, "ausverkauft": 1}, true},
		{map[string]int{"in stock": 3}, false},
		{map[string]int{"new": 3, "out of stock": 1}, false},
		{map[string]int{}, false},
	} {
		if got := sellsOut(test.values); got != test.want {
			t.Errorf("%v: %t", test.values, got)
		}
	}
}
