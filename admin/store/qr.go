package store

import (
	"fmt"
	"image/color"
	"strings"

	"github.com/boombuler/barcode/qr"
)

// QR is a code to scan with a camera, as a drawing: its dark modules, in a box of Size by Size units. It needs four units
// of white around it.
type QR struct {
	Size int    `json:"size"`
	Path string `json:"path"` // SVG path data
}

// newQR is the code of a text, which a camera still reads where 15 % of it are not to be seen.
func newQR(text string) (*QR, error) {
	code, err := qr.Encode(text, qr.M, qr.Auto)
	if err != nil {
		return nil, fmt.Errorf("draw a QR code: %w", err)
	}
	size := code.Bounds().Dx()
	dark := func(x, y int) bool { return x < size && color.GrayModel.Convert(code.At(x, y)).(color.Gray).Y < 128 }
	var path strings.Builder
	for y := range size {
		for x := 0; x < size; x++ {
			start := x
			for dark(x, y) {
				x++
			}
			if n := x - start; n > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", start, y, n, n)
			}
		}
	}
	return &QR{Size: size, Path: path.String()}, nil
}
