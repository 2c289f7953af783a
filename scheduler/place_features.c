/* SPDX-License-Identifier: Apache-2.0 */
/*
 * place_features.c - --constraint and --prefer: reading them, and the nodes that satisfy them.
 *
 * A constraint is a flat list of terms; each knows the operator that joins it to the next one and
 * the parenthesis and bracket it stands in. Slurm evaluates from left to right without precedence:
 * start with all nodes and AND, until an operator says otherwise; a group in parentheses is
 * evaluated alone and combined with the operator before it. Brackets are different: [a|b] names
 * alternatives of which all nodes of the job must satisfy the same one, [a*2&b*1] names disjoint
 * shares. A term with a count says nothing about the nodes as a whole, so it does not restrict the
 * candidates.
 *
 * Nodes of one configuration line have the same features; the last answer is kept for them, which
 * makes a term O(lines) string comparisons instead of O(nodes).
 *
 * Source: sbatch(1) --constraint, --prefer; spec placement 1.4. Tested in tests/unit/test_place.c.
 */
#include "scheduler/place_internal.h"

#include <string.h>

/* --- reading ---------------------------------------------------------------------------------- */

typedef struct {
    const char *at;
    GArray     *terms; /* SsFeature */
    uint32_t    groups, paren, bracket, brackets;
    bool        bad;
} Reader;

static bool ends_name(char c)
{
    return c == '\0' || strchr("&,|()[]*", c) != NULL;
}

static void read_name(Reader *r)
{
    const char *begin = r->at;

    while (!ends_name(*r->at))
        r->at++;
    SsFeature term = { .op = SS_OP_END, .paren = r->paren, .bracket = r->bracket };
    term.name = g_strstrip(g_strndup(begin, (gsize) (r->at - begin)));
    r->bad |= *term.name == '\0';
    if (*r->at == '*') {
        char *end = NULL;

        term.count = (uint32_t) g_ascii_strtoull(r->at + 1, &end, 10);
        r->bad |= end == r->at + 1 || term.count == 0;
        r->at = end;
    }
    g_array_append_val(r->terms, term);
}

static void read_operator(Reader *r)
{
    const bool both = *r->at == '&' || *r->at == ',';

    if (r->terms->len == 0) {
        r->bad = true;
        return;
    }
    SsFeature *last = &g_array_index(r->terms, SsFeature, r->terms->len - 1);
    r->bad |= last->op != SS_OP_END;
    if (r->bracket && !r->paren)
        last->op = both ? SS_OP_XAND : SS_OP_XOR;
    else
        last->op = both ? SS_OP_AND : SS_OP_OR;
    r->at++;
}

static void read_group_mark(Reader *r)
{
    switch (*r->at++) {
    case '(':
        r->bad |= r->paren != 0;
        r->paren = ++r->groups;
        break;
    case ')':
        r->bad |= r->paren == 0;
        r->paren = 0;
        break;
    case '[':
        r->bad |= r->brackets++ > 0 || r->paren != 0;
        r->bracket = 1;
        break;
    default:
        r->bad |= r->bracket == 0 || r->paren != 0;
        r->bracket = 0;
        break;
    }
}

static void free_terms(GArray *terms)
{
    for (uint32_t i = 0; i < terms->len; i++)
        g_free(g_array_index(terms, SsFeature, i).name);
    g_array_free(terms, TRUE);
}

bool ss_features_parse(const char *text, SsFeature **out, uint32_t *n)
{
    if (text == NULL || *text == '\0')
        return true;
    Reader r = { .at = text, .terms = g_array_new(FALSE, TRUE, sizeof(SsFeature)) };

    while (*r.at != '\0' && !r.bad) {
        if (strchr("()[]", *r.at))
            read_group_mark(&r);
        else if (strchr("&,|", *r.at))
            read_operator(&r);
        else
            read_name(&r);
    }
    const uint32_t len = r.terms->len;
    r.bad |= r.paren || r.bracket || len == 0;
    for (uint32_t i = 0; i < len; i++) /* an operator between all terms and none behind the last */
        r.bad |= (g_array_index(r.terms, SsFeature, i).op == SS_OP_END) != (i + 1 == len);
    if (r.bad) {
        free_terms(r.terms);
        return false;
    }
    *n = len;
    *out = (SsFeature *) (void *) g_array_free(r.terms, FALSE);
    return true;
}

/* --- terms and groups ------------------------------------------------------------------------- */

static bool has_feature(const SsWorld *world, SsNodeId id, const char *name)
{
    char *const *feature = ss_world_node_features(world, id);

    return feature != NULL && g_strv_contains((const char *const *) feature, name);
}

/* Nodes of a line have the same features, but for those that an operator gave others. */
static bool may_differ(const SsWorld *world, SsNodeId a, SsNodeId b)
{
    return world->cluster->nodes[a].line != world->cluster->nodes[b].line
           || world->node[a].setup != NULL || world->node[b].setup != NULL;
}

void ss_features_having(const SsWorld *world, const char *name, SsNodeSet *nodes)
{
    bool has = false;

    ss_node_set_clear(nodes);
    for (SsNodeId i = 0; i < world->cluster->n_nodes; i++) {
        if (i == 0 || may_differ(world, i - 1, i))
            has = has_feature(world, i, name);
        if (has)
            ss_node_set_add(nodes, i);
    }
}

static bool same_group(const SsFeature *a, const SsFeature *b)
{
    if (a->bracket || b->bracket)
        return a->bracket == b->bracket;
    return a->paren != 0 && a->paren == b->paren;
}

/* One behind the unit (a term, or all of a group) that begins at i. */
static uint32_t unit_end(const SsFeature *feature, uint32_t n, uint32_t i)
{
    uint32_t end = i + 1;

    while (end < n && same_group(&feature[i], &feature[end]))
        end++;
    return end;
}

/* The same inside a bracket, where only parentheses group. */
static uint32_t alternative_end(const SsFeature *feature, uint32_t n, uint32_t i)
{
    uint32_t end = i + 1;

    while (end < n && feature[i].paren != 0 && feature[end].paren == feature[i].paren)
        end++;
    return end;
}

static bool names_alternatives(const SsFeature *feature, uint32_t begin, uint32_t end)
{
    for (uint32_t i = begin; i + 1 < end; i++)
        if (feature[i].bracket && feature[i].op == SS_OP_XOR)
            return true;
    return false;
}

uint32_t ss_features_alternatives(const SsFeature *feature, uint32_t n)
{
    uint32_t alternatives = 0;

    if (!names_alternatives(feature, 0, n))
        return 1;
    for (uint32_t i = 0; i < n; i = alternative_end(feature, n, i))
        alternatives += feature[i].bracket != 0;
    return alternatives;
}

static void combine(SsNodeSet *nodes, SsFeatureOp op, const SsNodeSet *term)
{
    if (op == SS_OP_OR || op == SS_OP_XOR)
        ss_node_set_or(nodes, term);
    else
        ss_node_set_and(nodes, term);
}

/* Terms [begin, end) without groups, left to right, from all nodes. */
static void evaluate_flat(const SsWorld *world, const SsFeature *feature, uint32_t begin,
                          uint32_t end, SsNodeSet *nodes)
{
    g_autoptr(SsNodeSet) term = ss_node_set_new(nodes->n_bits);
    SsFeatureOp          op = SS_OP_AND;

    ss_node_set_fill(nodes);
    for (uint32_t i = begin; i < end; i++) {
        if (feature[i].count == 0) {
            ss_features_having(world, feature[i].name, term);
            combine(nodes, op, term);
        }
        op = feature[i].op;
    }
}

/* [a|b]: the chosen alternative, or any of them. */
static void evaluate_alternatives(const SsWorld *world, const SsFeature *feature, uint32_t begin,
                                  uint32_t end, uint32_t choice, SsNodeSet *nodes)
{
    g_autoptr(SsNodeSet) one = ss_node_set_new(nodes->n_bits);
    uint32_t             k = 0;

    ss_node_set_clear(nodes);
    for (uint32_t i = begin; i < end; k++) {
        const uint32_t next = MIN(alternative_end(feature, end, i), end);

        if (choice == SS_ID_NONE || choice == k) {
            evaluate_flat(world, feature, i, next, one);
            ss_node_set_or(nodes, one);
        }
        i = next;
    }
}

void ss_features_nodes(const SsWorld *world, const SsFeature *feature, uint32_t n, uint32_t choice,
                       SsNodeSet *nodes)
{
    g_autoptr(SsNodeSet) unit = ss_node_set_new(nodes->n_bits);
    SsFeatureOp          op = SS_OP_AND;

    ss_node_set_fill(nodes);
    for (uint32_t i = 0; i < n;) {
        const uint32_t end = unit_end(feature, n, i);

        if (feature[i].bracket && names_alternatives(feature, i, end)) {
            evaluate_alternatives(world, feature, i, end, choice, unit);
            combine(nodes, op, unit);
        } else if (end > i + 1 || feature[i].count == 0) {
            evaluate_flat(world, feature, i, end, unit);
            combine(nodes, op, unit);
        }
        op = feature[end - 1].op;
        i = end;
    }
}

/* Which alternative term i belongs to; SS_ID_NONE outside of the bracket. */
static uint32_t alternative_of(const SsFeature *feature, uint32_t n, uint32_t term)
{
    uint32_t k = 0;

    for (uint32_t i = 0; i < n;) {
        const uint32_t next = alternative_end(feature, n, i);

        if (feature[i].bracket == 0) {
            i = next;
            continue;
        }
        if (term >= i && term < next)
            return k;
        k++;
        i = next;
    }
    return SS_ID_NONE;
}

bool ss_features_counts(const SsFeature *feature, uint32_t n, uint32_t choice, uint32_t i)
{
    if (feature[i].count == 0)
        return false;
    if (!feature[i].bracket || !names_alternatives(feature, 0, n) || choice == SS_ID_NONE)
        return true;
    return alternative_of(feature, n, i) == choice;
}

bool ss_features_disjoint(const SsFeature *feature, uint32_t n)
{
    for (uint32_t i = 0; i < n; i++)
        if (feature[i].bracket)
            return true;
    return false;
}

void ss_place_features(const SsWorld *world, const SsJob *job, bool prefer, SsNodeSet *nodes)
{
    const SsFeature *feature = prefer ? job->req.prefer : job->req.feature;
    const uint32_t   n = prefer ? job->req.n_prefer : job->req.n_feature;

    ss_features_nodes(world, feature, n, SS_ID_NONE, nodes);
}
