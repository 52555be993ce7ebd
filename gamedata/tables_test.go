package gamedata_test

import (
	"testing"

	"github.com/mosswart/overlord/gamedata"
	"pgregory.net/rapid"
)

func TestEveryPlaceIsOnLandAndNamedOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, p := range gamedata.Places() {
		if seen[p.Name] {
			t.Errorf("%s is there twice", p.Name)
		}
		seen[p.Name] = true
		if gamedata.Land(p.Coordinates) == gamedata.Sea {
			t.Errorf("%s (%v) is at sea", p.Name, p.Coordinates)
		}
		switch p.Kind {
		case gamedata.Town, gamedata.Outpost, gamedata.Settlement, gamedata.Landmark, gamedata.Island, gamedata.Peak, gamedata.Region:
		default:
			t.Errorf("%s is a %q", p.Name, p.Kind)
		}
	}
	if len(seen) < 90 {
		t.Errorf("%d places", len(seen))
	}
}

func TestHoltburgIsAnAluvianStarterTown(t *testing.T) {
	p, ok := gamedata.PlaceByName("Holtburg")
	if !ok || p.String() != "42.1N, 33.6E" || p.Heritage != "Aluvian" || p.Special != "Starter" || !p.Inhabited() {
		t.Errorf("%+v, %v", p, ok)
	}
	if _, ok := gamedata.PlaceByName("Atlantis"); ok {
		t.Error("Atlantis was found")
	}
}

func TestNearestPlaceSaysHowFarAndWhere(t *testing.T) {
	tests := []struct {
		at   gamedata.Coordinates
		want string
	}{
		{gamedata.Coordinates{EW: 33.6, NS: 42.1}, "Holtburg"},
		{gamedata.Coordinates{EW: 35.6, NS: 44.1}, "2.8 NE of Holtburg"},
		{gamedata.Coordinates{EW: 33.6, NS: 40.1}, "2.0 S of Holtburg"},
		{gamedata.Coordinates{EW: -1.8, NS: -23.0}, "1.5 S of Yaraq"},
	}
	for _, test := range tests {
		if got := gamedata.NearestPlace(test.at).String(); got != test.want {
			t.Errorf("%v: %s, want %s", test.at, got, test.want)
		}
	}
}

func TestTheSeaIsNotLand(t *testing.T) {
	for at, want := range map[gamedata.Coordinates]gamedata.Biome{
		{EW: 33.6, NS: 42.1}:  gamedata.Land(gamedata.Coordinates{EW: 33.7, NS: 42.1}), // one block, one biome
		{EW: -30, NS: -40}:    gamedata.Sea,
		{EW: 100, NS: 100}:    gamedata.Sea,
		{EW: 13.2, NS: -31.3}: gamedata.Desert,
	} {
		if got := gamedata.Land(at); got != want {
			t.Errorf("%v is %v, want %v", at, got, want)
		}
	}
	yaraq, _ := gamedata.PlaceByName("Yaraq")
	shoushi, _ := gamedata.PlaceByName("Shoushi")
	silyun, _ := gamedata.PlaceByName("Silyun")
	if gamedata.WayIsDry(yaraq.Coordinates, silyun.Coordinates) {
		t.Error("one can walk from Yaraq to Silyun")
	}
	if !gamedata.WayIsDry(shoushi.Coordinates, gamedata.Coordinates{EW: 72.8, NS: -34.5}) {
		t.Error("one cannot leave Shoushi to the south")
	}
}

func TestAWayIsDryExactlyWhenEveryStepOfItIs(t *testing.T) {
	dry := 0
	rapid.Check(t, func(t *rapid.T) {
		from := gamedata.Coordinates{EW: rapid.Float64Range(-103, 103).Draw(t, "ew"), NS: rapid.Float64Range(-103, 103).Draw(t, "ns")}
		to := gamedata.Coordinates{EW: from.EW + rapid.Float64Range(-4, 4).Draw(t, "east"), NS: from.NS + rapid.Float64Range(-4, 4).Draw(t, "north")}
		way := gamedata.WayIsDry(from, to)
		for d := 0.0; d <= from.DistanceTo(to); d += 0.001 {
			if at := from.Towards(to, d); !gamedata.Land(at).Dry() && way {
				t.Fatalf("wet at %v on the way from %v to %v", at, from, to)
			}
		}
		if way {
			dry++
		}
	})
	if dry == 0 {
		t.Error("no way was dry")
	}
}

func TestBiomesHaveNames(t *testing.T) {
	for _, b := range []byte(".pfmdbsojl") {
		if name := gamedata.Biome(b).String(); len(name) < 3 || name[:3] == "bio" {
			t.Errorf("%q: %s", b, name)
		}
	}
	if gamedata.Lake.Dry() || gamedata.Sea.Dry() || !gamedata.Swamp.Dry() {
		t.Error("only the sea and lakes are wet")
	}
}

func TestThereAre295RaresInSixTiers(t *testing.T) {
	perTier := map[int]int{}
	for _, r := range gamedata.Rares() {
		perTier[r.Tier]++
		if found, ok := gamedata.RareByName(r.Name); !ok || found != r {
			t.Errorf("%s is not found by its name", r.Name)
		}
	}
	want := map[int]int{1: 42, 2: 28, 3: 5, 4: 47, 5: 112, 6: 61}
	for tier, n := range want {
		if perTier[tier] != n {
			t.Errorf("tier %d: %d, want %d", tier, perTier[tier], n)
		}
	}
	for name, want := range map[string]string{"Hunter's Crystal": "common", "Shimmering Skeleton Key": "great"} {
		if r, ok := gamedata.RareByName(name); !ok || r.TierName() != want {
			t.Errorf("%s: %+v, %v", name, r, ok)
		}
	}
}

func TestCreaturesLiveSomewhereDry(t *testing.T) {
	for _, b := range []gamedata.Biome{
		gamedata.Plain, gamedata.Forest, gamedata.Mountain, gamedata.Desert, gamedata.Shore,
		gamedata.Swamp, gamedata.Obsidian, gamedata.Jungle,
	} {
		kinds := 0
		for _, c := range gamedata.Creatures() {
			if c.LivesIn(b) {
				kinds++
			}
		}
		if kinds < 3 {
			t.Errorf("%v has %d creatures", b, kinds)
		}
	}
	for _, c := range gamedata.Creatures() {
		if c.Name == "" || c.Kind == "" || len(c.Biomes) == 0 || c.LivesIn(gamedata.Sea) || c.LivesIn(gamedata.Lake) {
			t.Errorf("%+v", c)
		}
	}
}

func TestTellsArePrivate(t *testing.T) {
	for typ, want := range map[gamedata.ChatType]bool{
		gamedata.ChatTell: true, gamedata.ChatOutgoingTell: true, gamedata.ChatAdminTell: true,
		gamedata.ChatSpeech: false, gamedata.ChatAllegiance: false,
	} {
		if typ.Private() != want {
			t.Errorf("type %d: %v", typ, !want)
		}
	}
}
