package wardrobe_test

import (
	"reflect"
	"strings"
	"testing"

	"github.com/mosswart/overlord/gamedata"
	"github.com/mosswart/overlord/gamedata/object"
	"github.com/mosswart/overlord/solver"
	"github.com/mosswart/overlord/solver/wardrobe"
)

func TestSlotsAreThoseThatTheTailorCanMake(t *testing.T) {
	tests := []struct {
		name            string
		slots, coverage int64
		loot            bool
		want            string
	}{
		{"helm", 0x1, 0x4000, true, "head"},
		{"boots that list the lower legs' wear", 0x180, 0x10000, true, "feet"},
		{"coat", 0x1E00, 0x3C00, true, "chest+abdomen+upper_arms+lower_arms | chest (reduced)"},
		{"vest", 0x600, 0xC00, true, "chest+abdomen | chest (reduced)"},
		{"quest coat", 0x1E00, 0x3C00, false, "chest+abdomen+upper_arms+lower_arms"},
		{"sleeves", 0x1800, 0x3000, true, "upper_arms+lower_arms | upper_arms (reduced) | lower_arms (reduced)"},
		{"leggings", 0x6000, 0x300, true, "upper_legs+lower_legs | upper_legs (reduced) | lower_legs (reduced)"},
		{"long leggings", 0x6400, 0xB00, true, "abdomen+upper_legs+lower_legs | abdomen (reduced) | upper_legs (reduced) | lower_legs (reduced)"},
		{"greaves with sollerets", 0x4100, 0x10200, true, "feet+lower_legs | feet (reduced)"},
		{"robe", 0x7F00, 0x13F00, true, "feet+chest+abdomen+upper_arms+lower_arms+upper_legs+lower_legs"},
		{"shirt", 0x1E, 0x78, true, "shirt"},
		{"pants", 0xC4, 0x16, true, "pants"},
		{"shirt and pants in one", 0xDE, 0x7E, true, "shirt+pants"},
		{"ring", 0xC0000, 0, true, "ring_left | ring_right"},
		{"bracelet", 0x30000, 0, true, "bracelet_left | bracelet_right"},
		{"trinket", 0x4000000, 0, true, "trinket"},
		{"cloak", 0x8000000, 0x20000, false, "cloak"},
		{"two-handed sword", 0x2000000, 0, true, "shield+weapon"},
		{"wand", 0x1000000, 0, true, "weapon"},
		{"pack", 0, 0, false, ""},
	}
	for _, test := range tests {
		var got []string
		for _, o := range wardrobe.Options(gamedata.Slot(test.slots), gamedata.Coverage(test.coverage), test.loot) {
			text := o.Slots.String()
			if o.Reduced {
				text += " (reduced)"
			}
			got = append(got, text)
		}
		if strings.Join(got, " | ") != test.want {
			t.Errorf("%s: %v, want %s", test.name, got, test.want)
		}
	}
}

func read(t *testing.T, line string) solver.Item {
	t.Helper()
	items, err := wardrobe.Read(strings.NewReader("\n"+line+"\n"), wardrobe.Wearer{})
	if err != nil || len(items) != 1 {
		t.Fatal(err, items)
	}
	return items[0]
}

func TestArmorLevelIsTheBaseWithThePiecesOwnImpenetrability(t *testing.T) {
	// 300 base, shown with Impenetrability VIII (240) and the piece's Legendary Impenetrability (80) on it.
	piece := read(t, `{"HasIdData":true,"Id":-5,"ObjectClass":2,"IntValues":{"218103822":1,"218103821":16384,"131":60,"28":620,"265":13,"374":2,"370":-1},`+
		`"StringValues":{"1":"Helm"},"ActiveSpells":[4407,6095],"Spells":[6095,6107,4664],"owner":"Mule","ArmorLevel":-1}`)
	strength, _, err := wardrobe.Wish("Legendary Strength")
	want := solver.Item{
		ID: -5, Owner: "Mule", Name: piece.Name, Options: []solver.Option{{Slots: solver.SlotsOf(solver.Head)}}, Set: 13, Armor: 380,
		Ratings: map[solver.Rating]int{374: 2}, Cantrips: []solver.Cantrip{{Family: strength.Family, Power: strength.Power}},
	}
	if err != nil || !reflect.DeepEqual(piece, want) || !strings.HasSuffix(piece.Name, " Helm") /* after its material */ {
		t.Errorf("%v\n%+v\n%+v", err, piece, want)
	}
}

func TestAWishIsAFamilyAtATierOrBetter(t *testing.T) {
	tests := []struct {
		wish   string
		spell  int
		meets  bool
		wearer bool
	}{
		{"Epic Strength", 3965, true, true},
		{"epic  strength", 6107, true, true},
		{"Legendary Strength", 3965, false, true},
		{"Epic Bludgeoning Ward", 3955, true, true}, // its twin is called Epic Bludgeon Ward
		{"Legendary Slashing Ward", 3957, false, true},
		{"Epic Item Tinkering Expertise", 5033, true, true},
		{"Epic Impenetrability", 4667, false, false},
		{"Epic Blood Thirst", 4661, false, false},
	}
	for _, test := range tests {
		wish, wearer, err := wardrobe.Wish(test.wish)
		it := wardrobe.Item{Object: object.Object{Ints: map[gamedata.IntProperty]int64{gamedata.IntEquipableSlots: 1}, Spells: []int{test.spell}}}
		piece, _ := it.Piece(wardrobe.Wearer{})
		meets := len(piece.Cantrips) == 1 && piece.Cantrips[0].Family == wish.Family && piece.Cantrips[0].Power >= wish.Power
		if err != nil || wearer != test.wearer || meets != test.meets {
			t.Errorf("%s by %d: %v, wearer %v, %v", test.wish, test.spell, meets, wearer, err)
		}
	}
	for _, name := range []string{"Minor Mists of Bur", "Strength", "", "Epic"} {
		if _, _, err := wardrobe.Wish(name); err == nil {
			t.Errorf("%q is a cantrip", name)
		}
	}
}

func TestTheWearerMustBeAbleToWearIt(t *testing.T) {
	level := map[gamedata.IntProperty]int64{158: 7, 159: 1, 160: 180}
	tests := []struct {
		name   string
		values map[gamedata.IntProperty]int64
		wearer wardrobe.Wearer
		want   string
	}{
		{"level too low", level, wardrobe.Wearer{Level: 150}, "needs level 180"},
		{"level reached", level, wardrobe.Wearer{Level: 180}, ""},
		{"level not known", level, wardrobe.Wearer{}, ""},
		{"second requirement", map[gamedata.IntProperty]int64{270: 1, 271: 6, 272: 300}, wardrobe.Wearer{Skills: map[gamedata.Skill]int{6: 299}}, "needs Melee Defense 300"},
		{"base skill", map[gamedata.IntProperty]int64{158: 2, 159: 6, 160: 300}, wardrobe.Wearer{BaseSkills: map[gamedata.Skill]int{6: 300}}, ""},
		{"attuned to another", map[gamedata.IntProperty]int64{114: 1}, wardrobe.Wearer{Name: "Ada"}, "attuned to Mule"},
		{"attuned to the wearer", map[gamedata.IntProperty]int64{114: 1}, wardrobe.Wearer{Name: "Mule"}, ""},
		{"heritage", map[gamedata.IntProperty]int64{158: 12, 160: 1}, wardrobe.Wearer{Heritage: 3}, "for Aluvian only"},
		{"arcane lore", map[gamedata.IntProperty]int64{109: 400}, wardrobe.Wearer{ArcaneLore: 399}, "needs arcane lore 400"},
		{"absent", map[gamedata.IntProperty]int64{109: -1, 160: -1}, wardrobe.Wearer{ArcaneLore: 1, Level: 1}, ""},
	}
	for _, test := range tests {
		test.values[gamedata.IntEquipableSlots] = 1
		it := wardrobe.Item{Owner: "Mule", Object: object.Object{Ints: test.values}}
		if piece, _ := it.Piece(test.wearer); piece.Barred != test.want {
			t.Errorf("%s: %q, want %q", test.name, piece.Barred, test.want)
		}
		delete(test.values, gamedata.IntEquipableSlots)
	}
}

func TestALineThatIsNoItemIsNamed(t *testing.T) {
	lines := strings.Repeat("\n"+`{"Id":7,"Name":"by a getter only"}`, 20_000) // more than one part
	for text, want := range map[string]string{
		"{}\n\n[]":                          "line 3: no item",
		`{"Id":1}` + "\n" + `{"Id":1,}`:     "line 2: no item",
		lines + "\n" + `{"Id":1` + "\n[]\n": "line 20002: no item",
	} {
		if _, err := wardrobe.Read(strings.NewReader(text), wardrobe.Wearer{}); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
