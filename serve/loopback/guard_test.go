package loopback

import (
	"testing"
)

func TestIsHere(t *testing.T) {
	for host, want := range map[string]bool{
		"127.0.0.1": true, "127.8.8.8": true, "::1": true, "::ffff:127.0.0.1": true, "localhost": true,
		"LOCALHOST": true,
		"":          false, "0.0.0.0": false, "::": false, "10.0.0.1": false, "example.com": false,
		"localhost.example.com": false,
	} {
		if got := IsHere(host); got != want {
			t.Errorf("%q: %v, want %v", host, got, want)
		}
	}
}
