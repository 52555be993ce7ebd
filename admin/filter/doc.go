// Package filter is the language in which lists, saved views, scopes, row rights and conditional fields say which
// rows they mean:
//
//	status:open (price > 20 or author.name:"le guin") -tags.name=(draft,spam) created:today-7d..
//
// The grammar is in grammar.ebnf. A filter knows nothing of types: whether a path exists, whether an operator suits a
// field and what a value means there is for package query to say, by these rules:
//
//   - A comparison is true or false, never unknown. A null value fulfils nothing but the value null; "!=" is the exact
//     opposite of "=", so that it includes nulls, and "-" the exact opposite of what follows it.
//   - ":" fits the kind. Text contains the value, whatever the case; with a bare "*" somewhere the whole text must
//     fit, each "*" standing for anything: name:le* begins with "le", name:*"son" ends with "son". JSON contains the
//     value in its text. Everything else equals it.
//   - "=" and "!=" compare exactly, text by its case too. "~" is text or JSON containing the value, "*" included.
//   - ">", ">=", "<" and "<=" order numbers, times and text. Text orders as its database does.
//   - (a, b) is any of them: name:(a*,b*). With "!=" it is none of them. low..high holds both its ends; one may be left
//     out. An item of a list may be a range.
//   - A time is RFC 3339, or a year, month or day (2026, 2026-11, 2026-11-22), which stands for the whole of it, or
//     now, today, yesterday, tomorrow, each with distances after it: now-90m, today-7d, today-1mo+2d; the units are s,
//     m, h, d, w, mo and y. created>2026 begins in 2027.
//   - A path crosses edges: author.name. To one row, it is the value there, null where no row is. To many rows, the
//     comparison holds where it holds for any of them. A path may end in an edge, which is the other row's id: author:7,
//     tags:(1,2); null says that there is none.
//   - $me is the caller's id and $name the caller's name, where there is a caller.
//
// Quoted text is literal: "null", "$me", "2..3" and "*" in quotes are those characters.
//
// [ParseSearch] reads the same language grown for a search box, where words may stand by themselves:
//
//	gold "plate mail" al:>=300 -on:mule*
package filter
