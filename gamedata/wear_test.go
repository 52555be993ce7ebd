package gamedata_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/mosswart/overlord/gamedata"
)

func TestSlotsAreThoseThatTheTailorCanMake(t *testing.T) {
	tests := []struct {
		name            string
		slots, coverage uint32
		loot            bool
		want            string
	}{
		{"helm", 0x1, 0x4000, true, "head"},
		{"boots that list the lower legs' wear", 0x180, 0x10000, true, "feet"},
		{"coat", 0x1E00, 0x3C00, true, "chest+abdomen+upper_arms+lower_arms | chest by Main"},
		{"vest", 0x600, 0xC00, true, "chest+abdomen | chest by Main"},
		{"quest coat", 0x1E00, 0x3C00, false, "chest+abdomen+upper_arms+lower_arms"},
		{"sleeves", 0x1800, 0x3000, true, "upper_arms+lower_arms | upper_arms by Main | lower_arms by Lower"},
		{"leggings", 0x6000, 0x300, true, "upper_legs+lower_legs | upper_legs by Middle | lower_legs by Lower"},
		{"long leggings", 0x6400, 0xB00, true, "abdomen+upper_legs+lower_legs | abdomen by Main | upper_legs by Middle | lower_legs by Lower"},
		{"greaves with sollerets", 0x4100, 0x10200, true, "feet+lower_legs | feet by Lower"},
		{"robe", 0x7F00, 0x13F00, true, "feet+chest+abdomen+upper_arms+lower_arms+upper_legs+lower_legs"},
		{"shirt", 0x1E, 0x78, true, "shirt"},
		{"pants", 0xC4, 0x16, true, "pants"},
		{"shirt and pants in one", 0xDE, 0x7E, true, "shirt+pants"},
		{"ring", 0xC0000, 0, true, "ring_left | ring_right"},
		{"bracelet", 0x30000, 0, true, "bracelet_left | bracelet_right"},
		{"trinket", 0x4000000, 0, true, "trinket"},
		{"cloak", 0x8000000, 0x20000, false, "cloak"},
		{"red aetheria", 0x40000000, 0, false, "aetheria_red"},
		{"two-handed sword", 0x2000000, 0, true, "weapon"},
		{"wand", 0x1000000, 0, true, "weapon"},
		{"shield", 0x200000, 0, true, "shield"},
		{"arrows", 0x800000, 0, false, "ammunition"},
		{"pack", 0, 0, false, ""},
	}
	for _, test := range tests {
		var got []string
		for _, o := range gamedata.WearOptions(gamedata.Slot(test.slots), gamedata.Coverage(test.coverage), test.loot) {
			text := strings.Join(gamedata.WearNames(o.Slots), "+")
			if tool := o.Tool.String(); tool != "" {
				text += " by " + strings.TrimSuffix(strings.TrimPrefix(tool, "Armor "), " Reduction Tool")
			}
			if o.Reduced() != (o.Tool.WCID() != 0) {
				t.Errorf("%s: reduced %v by %d", test.name, o.Reduced(), o.Tool.WCID())
			}
			got = append(got, text)
		}
		if strings.Join(got, " | ") != test.want {
			t.Errorf("%s: %v, want %s", test.name, got, test.want)
		}
	}
}

func TestEverySlotHasOneWord(t *testing.T) {
	words := gamedata.WearNames(0x7FFFFFFF)
	if len(words) != 24 || words[0] != "head" || words[23] != "ammunition" {
		t.Fatal(words)
	}
	var all gamedata.Slot
	for _, word := range words {
		slots, ok := gamedata.SlotsByWearName(word)
		if !ok || all&slots != 0 || !slices.Equal(gamedata.WearNames(slots), []string{word}) {
			t.Errorf("%s: %x, %v", word, uint32(slots), ok)
		}
		all |= slots
	}
	if all|gamedata.SlotAbdomenWear != 0x7FFFFFFF { // it is a shirt's or trousers', never a garment of its own
		t.Errorf("words for %x", uint32(all))
	}
	if _, ok := gamedata.SlotsByWearName("tail"); ok {
		t.Error("there is a tail")
	}
}

func TestCantripsAreToldFromSpellsThatSoundLikeThem(t *testing.T) {
	for id, want := range map[int]string{
		6107: "Strength legendary", 3965: "Strength epic", 2576: "Strength major", 2583: "Strength minor", 4667: "Impenetrability epic",
		3199: "Hermetic Link minor", 3202: "Hermetic Link moderate",
		3809: "", // Minor Salvaging Aptitude, a quest's timed spell
		1486: "", // Impenetrability VI
		3044: "", // Lesser Benediction of Immortality
		-1:   "", 999_999: "",
	} {
		got := ""
		if family, tier, ok := gamedata.CantripOf(id); ok {
			got = fmt.Sprint(family.Name, " ", tier)
		}
		if got != want {
			t.Errorf("%d: %q, want %q", id, got, want)
		}
	}
	order := []gamedata.Tier{
		gamedata.TierFeeble, gamedata.TierMinor, gamedata.TierLesser, gamedata.TierModerate, gamedata.TierInner,
		gamedata.TierMajor, gamedata.TierEpic, gamedata.TierLegendary,
	}
	for i, tier := range order {
		if tier.Rank() != i+1 {
			t.Errorf("%s is %d", tier, tier.Rank())
		}
	}
	if gamedata.TierNone.Rank() != 0 || gamedata.Tier("grand").Rank() != -1 {
		t.Error("no tier has a rank")
	}
}
