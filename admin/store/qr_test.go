package store

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/boombuler/barcode/qr"
)

// The drawing has every dark module of the code and no other.
func TestQRDrawsEachModule(t *testing.T) {
	for _, text := range []string{
		"a", "otpauth://totp/Library:ann?issuer=Library&secret=" + strings.Repeat("ABCDEFGH", 4), strings.Repeat("ünï ", 60),
	} {
		got, err := newQR(text)
		if err != nil {
			t.Fatal(err)
		}
		drawn := map[string]bool{}
		for _, m := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)v1h-(\d+)z`).FindAllStringSubmatch(got.Path, -1) {
			x, _ := strconv.Atoi(m[1])
			n, _ := strconv.Atoi(m[3])
			for i := range n {
				drawn[fmt.Sprintf("%d %s", x+i, m[2])] = true
			}
		}
		code, err := qr.Encode(text, qr.M, qr.Auto)
		if err != nil {
			t.Fatal(err)
		}
		for y := range got.Size {
			for x := range got.Size {
				r, _, _, _ := code.At(x, y).RGBA()
				if dark := r == 0; dark != drawn[fmt.Sprintf("%d %d", x, y)] {
					t.Fatalf("%.20q: module %d, %d is dark: %v", text, x, y, dark)
				}
			}
		}
	}
	if _, err := newQR(strings.Repeat("x", 4000)); err == nil {
		t.Error("4,000 letters fit into a code")
	}
}
