package schema

import (
	"time"

	"entgo.io/ent"
	"entgo.io/ent/dialect/entsql"
	"entgo.io/ent/schema"
	"entgo.io/ent/schema/edge"
	"entgo.io/ent/schema/field"
	"entgo.io/ent/schema/index"
)

// Animal has edges to its own kind.
type Animal struct{ ent.Schema }

// Fields implements ent.Interface.
func (Animal) Fields() []ent.Field {
	return []ent.Field{field.String("name"), field.Int("mother_id").Optional().StorageKey("mum"), field.Int("keeper_id").Immutable()}
}

// Edges implements ent.Interface.
func (Animal) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("friends", Animal.Type),
		edge.To("mate", Animal.Type).Unique(),
		edge.To("prey", Animal.Type).From("predators"),
		edge.To("children", Animal.Type).From("mother").Unique().Field("mother_id"),
		edge.To("shadow", Animal.Type).Unique().From("caster").Unique(),
		edge.From("keeper", Keeper.Type).Ref("animals").Unique().Required().Immutable().Field("keeper_id"),
		edge.To("cages", Cage.Type).Required().StorageKey(edge.Table("lives_in"), edge.Columns("who", "place")),
		edge.To("diet", Diet.Type).Unique().Annotations(entsql.OnDelete(entsql.Cascade)),
	}
}

// Indexes implements ent.Interface.
func (Animal) Indexes() []ent.Index {
	return []ent.Index{
		index.Fields("name").Edges("keeper").Unique(),
		index.Fields("name", "mother_id").Unique().Annotations(entsql.IndexWhere("mum IS NOT NULL")),
	}
}

// Cage holds animals.
type Cage struct{ ent.Schema }

// Fields implements ent.Interface.
func (Cage) Fields() []ent.Field { return []ent.Field{field.String("label").Unique()} }

// Edges implements ent.Interface.
func (Cage) Edges() []ent.Edge {
	return []ent.Edge{edge.From("animals", Animal.Type).Ref("cages"), edge.To("next", Cage.Type).Unique().StorageKey(edge.Column("next_cage"))}
}

// Diet is one animal's, and goes with it.
type Diet struct{ ent.Schema }

// Fields implements ent.Interface.
func (Diet) Fields() []ent.Field { return []ent.Field{field.Text("food")} }

// Edges implements ent.Interface.
func (Diet) Edges() []ent.Edge {
	return []ent.Edge{edge.From("animal", Animal.Type).Ref("diet").Unique().Required()}
}

// Keeper keeps animals, and belongs to teams and courses.
type Keeper struct{ ent.Schema }

// Fields implements ent.Interface.
func (Keeper) Fields() []ent.Field { return []ent.Field{field.String("name")} }

// Edges implements ent.Interface.
func (Keeper) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("animals", Animal.Type),
		edge.To("teams", Team.Type).Through("memberships", Membership.Type),
		edge.To("courses", Course.Type).Through("enrolments", Enrolment.Type),
		edge.To("likes", Course.Type).Through("favourites", Favourite.Type),
	}
}

// Team has keepers.
type Team struct{ ent.Schema }

// Fields implements ent.Interface.
func (Team) Fields() []ent.Field { return []ent.Field{field.String("name")} }

// Edges implements ent.Interface.
func (Team) Edges() []ent.Edge {
	return []ent.Edge{edge.From("keepers", Keeper.Type).Ref("teams").Through("memberships", Membership.Type)}
}

// Membership is an edge with an id and a value that fills itself in.
type Membership struct{ ent.Schema }

// Fields implements ent.Interface.
func (Membership) Fields() []ent.Field {
	return []ent.Field{field.Time("since").Default(time.Now), field.Int("keeper_id"), field.Int("team_id")}
}

// Edges implements ent.Interface.
func (Membership) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("keeper", Keeper.Type).Unique().Required().Field("keeper_id"),
		edge.To("team", Team.Type).Unique().Required().Field("team_id"),
	}
}

// Course is taken by keepers.
type Course struct{ ent.Schema }

// Fields implements ent.Interface.
func (Course) Fields() []ent.Field { return []ent.Field{field.String("title")} }

// Edges implements ent.Interface.
func (Course) Edges() []ent.Edge {
	return []ent.Edge{
		edge.From("keepers", Keeper.Type).Ref("courses").Through("enrolments", Enrolment.Type),
		edge.From("liked_by", Keeper.Type).Ref("likes").Through("favourites", Favourite.Type),
	}
}

// Enrolment is an edge with a value that must be given.
type Enrolment struct{ ent.Schema }

// Fields implements ent.Interface.
func (Enrolment) Fields() []ent.Field {
	return []ent.Field{field.Int("fee"), field.Int("keeper_id"), field.Int("course_id")}
}

// Edges implements ent.Interface.
func (Enrolment) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("keeper", Keeper.Type).Unique().Required().Field("keeper_id"),
		edge.To("course", Course.Type).Unique().Required().Field("course_id"),
	}
}

// Favourite is an edge that is named by its two ends.
type Favourite struct{ ent.Schema }

// Annotations implements ent.Interface.
func (Favourite) Annotations() []schema.Annotation {
	return []schema.Annotation{field.ID("keeper_id", "course_id")}
}

// Fields implements ent.Interface.
func (Favourite) Fields() []ent.Field {
	return []ent.Field{field.Time("since").Default(time.Now), field.Int("keeper_id"), field.Int("course_id")}
}

// Edges implements ent.Interface.
func (Favourite) Edges() []ent.Edge {
	return []ent.Edge{
		edge.To("keeper", Keeper.Type).Unique().Required().Field("keeper_id"),
		edge.To("course", Course.Type).Unique().Required().Field("course_id"),
	}
}
