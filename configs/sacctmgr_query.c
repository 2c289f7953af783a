/* SPDX-License-Identifier: Apache-2.0 */
/*
 * sacctmgr_query.c - what a show, list or dump command asks for.
 *
 * Every entity has its own conditions, its own way with bare words (names, ids, types) and its own
 * words for refusing. One table of rows per entity says it all; the report room gets lists of names
 * and a set of flags and need not know how they were spelled.
 *
 * Conditions on associations, given to `show account` or `show user` without withassoc, make the
 * real tool ask whether to go on. Nobody answers a report, so it ends there, with the question and
 * "Aborted", as the real one does when told N; with -i it goes on.
 */
#include "configs/sacctmgr_parts.h"

#include <stdlib.h>
#include <string.h>

/* --- tables ----------------------------------------------------------------------------------- */

typedef enum {
    TAKE_LIST, /* key=names into a list              */
    TAKE_FLAG, /* a bare word                        */
    TAKE_FORMAT,
    TAKE_START,
    TAKE_END,
    TAKE_ADMIN,
    TAKE_EVENT,
    TAKE_ACTION,
    TAKE_OPEN,
    TAKE_NOTHING, /* accepted, without meaning here    */
    TAKE_BREAK,   /* ends the real tool without a word */
} Take;

typedef struct {
    const char *name;
    uint8_t     min;
    Take        take;
    uint32_t    what;  /* SsSacctmgrList or SsSacctmgrFlag                                      */
    bool        assoc; /* of associations: needs withassoc                                      */
} Row;

#define LIST(name, min, list)                                                                      \
    {                                                                                              \
        name, min, TAKE_LIST, list, false                                                          \
    }
#define ASSOC_LIST(name, min, list)                                                                \
    {                                                                                              \
        name, min, TAKE_LIST, list, true                                                           \
    }
#define FLAG(name, min, flag)                                                                      \
    {                                                                                              \
        name, min, TAKE_FLAG, flag, false                                                          \
    }
#define END_ROWS                                                                                   \
    {                                                                                              \
        NULL, 0, TAKE_NOTHING, 0, false                                                            \
    }

#define WITH_FLAGS                                                                                 \
    FLAG("WithAssociations", 5, SS_SACCTMGR_WITH_ASSOC),                                           \
        FLAG("WithCoordinators", 5, SS_SACCTMGR_WITH_COORD),                                       \
        FLAG("WithDeleted", 5, SS_SACCTMGR_WITH_DELETED),                                          \
        FLAG("WithRawQOSLevel", 5, SS_SACCTMGR_WITH_RAW_QOS),                                      \
        FLAG("WOPLimits", 4, SS_SACCTMGR_WO_PARENT_LIMITS)
#define FORMAT_ROW                                                                                 \
    {                                                                                              \
        "Format", 1, TAKE_FORMAT, 0, false                                                         \
    }

static const Row account_rows[] = {
    WITH_FLAGS,
    FORMAT_ROW,
    LIST("Accounts", 1, SS_COND_NAMES),
    LIST("Acct", 4, SS_COND_NAMES),
    LIST("Names", 1, SS_COND_NAMES),
    LIST("Descriptions", 1, SS_COND_DESCRIPTIONS),
    LIST("Organizations", 1, SS_COND_ORGANIZATIONS),
    ASSOC_LIST("Clusters", 1, SS_COND_CLUSTERS),
    ASSOC_LIST("DefaultQOS", 8, SS_COND_DEFAULT_QOS),
    ASSOC_LIST("Parents", 1, SS_COND_PARENTS),
    ASSOC_LIST("QosLevel", 1, SS_COND_QOS),
    ASSOC_LIST("Users", 1, SS_COND_USERS),
    END_ROWS,
};

static const Row user_rows[] = {
    WITH_FLAGS,
    FORMAT_ROW,
    LIST("Names", 1, SS_COND_NAMES),
    LIST("Users", 1, SS_COND_NAMES),
    { "AdminLevel", 2, TAKE_ADMIN, 0, false },
    LIST("DefaultAccount", 8, SS_COND_DEFAULT_ACCOUNTS),
    LIST("DefaultWCKey", 8, SS_COND_DEFAULT_WCKEYS),
    { "WCKeys", 1, TAKE_BREAK, 0, false },
    ASSOC_LIST("Accounts", 2, SS_COND_ACCOUNTS),
    ASSOC_LIST("Acct", 4, SS_COND_ACCOUNTS),
    ASSOC_LIST("Clusters", 1, SS_COND_CLUSTERS),
    ASSOC_LIST("DefaultQOS", 8, SS_COND_DEFAULT_QOS),
    ASSOC_LIST("Partitions", 3, SS_COND_PARTITIONS),
    ASSOC_LIST("QosLevel", 1, SS_COND_QOS),
    END_ROWS,
};

static const Row assoc_rows[] = {
    FLAG("OnlyDefaults", 4, SS_SACCTMGR_ONLY_DEFAULTS),
    FLAG("Tree", 4, SS_SACCTMGR_TREE),
    FLAG("WithDeleted", 5, SS_SACCTMGR_WITH_DELETED),
    FLAG("WithRawQOSLevel", 5, SS_SACCTMGR_WITH_RAW_QOS),
    FLAG("WithSubAccounts", 5, SS_SACCTMGR_WITH_SUB_ACCTS),
    FLAG("WOPInfo", 4, SS_SACCTMGR_WO_PARENT_INFO),
    FLAG("WOPLimits", 4, SS_SACCTMGR_WO_PARENT_LIMITS),
    FLAG("WOLimits", 3, SS_SACCTMGR_WO_LIMITS),
    FORMAT_ROW,
    LIST("Accounts", 2, SS_COND_ACCOUNTS),
    LIST("Acct", 4, SS_COND_ACCOUNTS),
    LIST("Clusters", 1, SS_COND_CLUSTERS),
    LIST("DefaultQOS", 8, SS_COND_DEFAULT_QOS),
    LIST("Ids", 1, SS_COND_IDS),
    LIST("Associations", 2, SS_COND_IDS),
    LIST("Parents", 4, SS_COND_PARENTS),
    LIST("Partitions", 4, SS_COND_PARTITIONS),
    LIST("QosLevel", 1, SS_COND_QOS),
    LIST("Users", 1, SS_COND_USERS),
    END_ROWS,
};

static const Row cluster_rows[] = {
    FLAG("WithDeleted", 5, SS_SACCTMGR_WITH_DELETED),
    FLAG("WithFed", 5, SS_SACCTMGR_WITH_FED),
    FLAG("WOLimits", 3, SS_SACCTMGR_WO_LIMITS),
    FLAG("Tree", 4, SS_SACCTMGR_TREE),
    FORMAT_ROW,
    LIST("Names", 1, SS_COND_NAMES),
    LIST("Clusters", 3, SS_COND_NAMES),
    LIST("Classification", 3, SS_COND_TYPES),
    LIST("Federation", 3, SS_COND_REASONS),
    { "Flags", 2, TAKE_NOTHING, 0, false },
    { "RPC", 1, TAKE_NOTHING, 0, false },
    END_ROWS,
};

static const Row qos_rows[] = {
    FLAG("WithDeleted", 5, SS_SACCTMGR_WITH_DELETED),
    FORMAT_ROW,
    LIST("Names", 1, SS_COND_NAMES),
    LIST("QosLevel", 1, SS_COND_NAMES),
    LIST("Descriptions", 1, SS_COND_DESCRIPTIONS),
    LIST("Ids", 1, SS_COND_IDS),
    { "PreemptMode", 8, TAKE_NOTHING, 0, false },
    END_ROWS,
};

static const Row wckey_rows[] = {
    FLAG("WithDeleted", 5, SS_SACCTMGR_WITH_DELETED),
    FLAG("OnlyDefaults", 4, SS_SACCTMGR_ONLY_DEFAULTS),
    FORMAT_ROW,
    LIST("Names", 1, SS_COND_NAMES),
    LIST("WCKeys", 3, SS_COND_NAMES),
    LIST("Clusters", 3, SS_COND_CLUSTERS),
    LIST("Ids", 1, SS_COND_IDS),
    LIST("Users", 1, SS_COND_USERS),
    { "Start", 3, TAKE_START, 0, false },
    { "End", 3, TAKE_END, 0, false },
    END_ROWS,
};

static const Row tres_rows[] = {
    FLAG("WithDeleted", 5, SS_SACCTMGR_WITH_DELETED),
    FORMAT_ROW,
    LIST("Types", 1, SS_COND_TYPES),
    LIST("Names", 1, SS_COND_NAMES),
    LIST("Ids", 1, SS_COND_IDS),
    END_ROWS,
};

static const Row event_rows[] = {
    FLAG("All_Clusters", 5, SS_SACCTMGR_ALL_CLUSTERS),
    FLAG("All_Time", 5, SS_SACCTMGR_ALL_TIME),
    FORMAT_ROW,
    LIST("Clusters", 1, SS_COND_CLUSTERS),
    { "CondFlags", 2, TAKE_OPEN, 0, false },
    { "End", 3, TAKE_END, 0, false },
    { "Events", 2, TAKE_EVENT, 0, false },
    { "MaxCPUs", 2, TAKE_NOTHING, 0, false },
    { "MinCPUs", 2, TAKE_NOTHING, 0, false },
    LIST("Nodes", 1, SS_COND_NODES),
    LIST("Reason", 1, SS_COND_REASONS),
    { "Start", 4, TAKE_START, 0, false },
    LIST("States", 4, SS_COND_STATES),
    LIST("Users", 1, SS_COND_USERS),
    END_ROWS,
};

static const Row txn_rows[] = {
    FLAG("WithAssociations", 5, SS_SACCTMGR_WITH_ASSOC),
    FORMAT_ROW,
    LIST("Accounts", 3, SS_COND_ACCOUNTS),
    { "Action", 4, TAKE_ACTION, 0, false },
    LIST("Actors", 4, SS_COND_ACTORS),
    LIST("Clusters", 3, SS_COND_CLUSTERS),
    { "End", 1, TAKE_END, 0, false },
    LIST("Ids", 1, SS_COND_IDS),
    LIST("Info", 2, SS_COND_INFO),
    { "Start", 1, TAKE_START, 0, false },
    LIST("Users", 1, SS_COND_USERS),
    END_ROWS,
};

static const Row resv_rows[] = {
    FORMAT_ROW,
    LIST("Clusters", 1, SS_COND_CLUSTERS),
    LIST("Ids", 1, SS_COND_IDS),
    LIST("Names", 3, SS_COND_NAMES),
    LIST("Nodes", 3, SS_COND_NODES),
    { "End", 1, TAKE_END, 0, false },
    { "Start", 1, TAKE_START, 0, false },
    END_ROWS,
};

static const Row resource_rows[] = {
    FLAG("WithDeleted", 5, SS_SACCTMGR_WITH_DELETED),
    FLAG("WithClusters", 5, SS_SACCTMGR_WITH_CLUSTERS),
    FORMAT_ROW,
    LIST("Names", 1, SS_COND_NAMES),
    LIST("Resources", 1, SS_COND_NAMES),
    LIST("Clusters", 2, SS_COND_CLUSTERS),
    LIST("Descriptions", 1, SS_COND_DESCRIPTIONS),
    LIST("Ids", 1, SS_COND_IDS),
    LIST("PercentAllowed", 1, SS_COND_PERCENTS),
    LIST("ServerType", 7, SS_COND_SERVER_TYPES),
    LIST("Server", 2, SS_COND_SERVERS),
    END_ROWS,
};

static const Row plain_rows[] = {
    FORMAT_ROW,
    LIST("Names", 1, SS_COND_NAMES),
    LIST("Clusters", 1, SS_COND_CLUSTERS),
    END_ROWS,
};

typedef enum {
    REFUSE_SET,  /* " Unknown condition: x\n Use keyword 'set' to modify value"              */
    REFUSE_MAD,  /* the same with SLURM_PRINT_VALUE, a slip of 22.05                         */
    REFUSE_LINE, /* " Unknown condition: x"                                                  */
} Refusal;

typedef struct {
    const char      *name;
    uint8_t          min;
    SsSacctmgrEntity entity;
    const Row       *rows;
    SsSacctmgrList   bare; /* where a bare word goes                                          */
    Refusal          refusal;
} Entity;

static const Entity entities[] = {
    { "Accounts", 2, SS_SACCTMGR_ACCOUNT, account_rows, SS_COND_NAMES, REFUSE_SET },
    { "Acct", 4, SS_SACCTMGR_ACCOUNT, account_rows, SS_COND_NAMES, REFUSE_SET },
    { "Associations", 2, SS_SACCTMGR_ASSOC, assoc_rows, SS_COND_IDS, REFUSE_LINE },
    { "Clusters", 2, SS_SACCTMGR_CLUSTER, cluster_rows, SS_COND_NAMES, REFUSE_SET },
    { "Configuration", 2, SS_SACCTMGR_CONFIG, plain_rows, SS_COND_NAMES, REFUSE_SET },
    { "Events", 1, SS_SACCTMGR_EVENT, event_rows, SS_COND_NODES, REFUSE_LINE },
    { "Federations", 1, SS_SACCTMGR_FEDERATION, plain_rows, SS_COND_NAMES, REFUSE_SET },
    { "Problems", 1, SS_SACCTMGR_PROBLEM, assoc_rows, SS_COND_IDS, REFUSE_LINE },
    { "QOS", 1, SS_SACCTMGR_QOS, qos_rows, SS_COND_NAMES, REFUSE_MAD },
    { "Resource", 4, SS_SACCTMGR_RESOURCE, resource_rows, SS_COND_NAMES, REFUSE_MAD },
    { "Reservations", 4, SS_SACCTMGR_RESERVATION, resv_rows, SS_COND_NAMES, REFUSE_SET },
    { "RESV", 4, SS_SACCTMGR_RESERVATION, resv_rows, SS_COND_NAMES, REFUSE_SET },
    { "RunAwayJobs", 2, SS_SACCTMGR_RUNAWAY, plain_rows, SS_COND_NAMES, REFUSE_SET },
    { "Stats", 1, SS_SACCTMGR_STATS, plain_rows, SS_COND_NAMES, REFUSE_SET },
    { "Transactions", 1, SS_SACCTMGR_TXN, txn_rows, SS_COND_IDS, REFUSE_LINE },
    { "TRES", 4, SS_SACCTMGR_TRES, tres_rows, SS_COND_TYPES, REFUSE_SET },
    { "TXN", 2, SS_SACCTMGR_TXN, txn_rows, SS_COND_IDS, REFUSE_LINE },
    { "Users", 1, SS_SACCTMGR_USER, user_rows, SS_COND_NAMES, REFUSE_SET },
    { "WCKeys", 1, SS_SACCTMGR_WCKEY, wckey_rows, SS_COND_NAMES, REFUSE_LINE },
};

/* --- the query -------------------------------------------------------------------------------- */

void ss_sacctmgr_query_free(SsSacctmgrQuery *query)
{
    if (query == NULL)
        return;
    for (size_t i = 0; i < SS_N_COND_LISTS; i++)
        g_clear_pointer(&query->lists[i], g_ptr_array_unref);
    g_clear_pointer(&query->format, g_ptr_array_unref);
    g_free(query->start);
    g_free(query->end);
    g_free(query->file);
    g_free(query);
}

bool ss_sacctmgr_query_wants(const SsSacctmgrQuery *query, SsSacctmgrList which, const char *name)
{
    return query->lists[which] == NULL || ss_cmd_names_have(query->lists[which], name);
}

static void add_names(SsSacctmgrQuery *query, SsSacctmgrList which, const char *value)
{
    if (query->lists[which] == NULL)
        query->lists[which] = ss_cmd_names_new();
    ss_cmd_names(query->lists[which], value);
}

static void add_format(SsSacctmgrQuery *query, const char *value)
{
    g_auto(GStrv) items = g_strsplit(value, ",", -1);

    if (query->format == NULL)
        query->format = ss_cmd_names_new();
    if (items[0] == NULL)
        g_ptr_array_add(query->format, g_strdup(""));
    for (char **item = items; *item != NULL; item++)
        g_ptr_array_add(query->format, g_strdup(g_strstrip(*item)));
}

/* --- options ---------------------------------------------------------------------------------- */

typedef struct {
    char        letter;
    const char *name;
    uint32_t    flag; /* 0: no matter */
    const char *doc;
} Option;

static const Option options[] = {
    { 'h', "--help", 0, "this text" },
    { 'i', "--immediate", SS_SACCTMGR_IMMEDIATE, "changes without asking" },
    { 'n', "--noheader", SS_SACCTMGR_NO_HEADER, "no header" },
    { 'o', "--oneliner", SS_SACCTMGR_ONELINER, "a line a record" },
    { 'p', "--parsable", SS_SACCTMGR_PARSABLE, "fields between |, and one at the end" },
    { 'P', "--parsable2", SS_SACCTMGR_PARSABLE2, "fields between |" },
    { 'Q', "--quiet", 0, "no messages but errors" },
    { 'r', "--readonly", SS_SACCTMGR_READONLY, "changes nothing" },
    { 's', "--associations", SS_SACCTMGR_WITH_ASSOC, "the associations of what is shown, too" },
    { 'v', "--verbose", 0, "tell more" },
    { 'V', "--version", 0, "version" },
};

bool ss_sacctmgr_option(uint32_t i, SsSacctmgrOption *out)
{
    if (i >= G_N_ELEMENTS(options))
        return false;
    *out = (SsSacctmgrOption){ options[i].name + 2, options[i].letter, options[i].doc };
    return true;
}

static const Option *find_letter(char letter)
{
    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        if (options[i].letter == letter)
            return &options[i];
    }
    return NULL;
}

/* The whole name, or a beginning that only one option has. */
static const Option *find_long(const char *word)
{
    const Option *found = NULL;
    size_t        n = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(options); i++) {
        if (strcmp(options[i].name, word) == 0)
            return &options[i];
        if (g_str_has_prefix(options[i].name, word)) {
            found = &options[i];
            n++;
        }
    }
    return n == 1 ? found : NULL;
}

static bool refuse_option(GString *err, const char *what, const char *word, size_t length)
{
    g_string_append_printf(err,
                           "sacctmgr: %s'%.*s'\nTry \"sacctmgr --help\" for more information\n",
                           what, (int) length, word);
    return false;
}

static bool take_option(const char *word, uint32_t *flags, GString *err)
{
    if (word[1] == '-') {
        const Option *option = find_long(word);

        if (option == NULL)
            return refuse_option(err, "unrecognized option ", word, strlen(word));
        *flags |= option->flag;
        return true;
    }
    for (const char *at = word + 1; *at != '\0'; at++) {
        const Option *option = find_letter(*at);

        if (option == NULL)
            return refuse_option(err, "invalid option -- ", at, 1);
        *flags |= option->flag;
    }
    return true;
}

GPtrArray *ss_sacctmgr_options(char **words, uint32_t *flags, GString *err)
{
    g_autoptr(GPtrArray) rest = g_ptr_array_new(); /* element-type: char *, borrowed */

    for (; *words != NULL; words++) {
        if ((*words)[0] != '-' || (*words)[1] == '\0')
            g_ptr_array_add(rest, *words);
        else if (!take_option(*words, flags, err))
            return NULL;
    }
    g_ptr_array_add(rest, NULL);
    return g_steal_pointer(&rest);
}

/* --- conditions ------------------------------------------------------------------------------- */

typedef struct {
    SsSacctmgrQuery *query;
    const Entity    *entity;
    GString         *out, *err;
    int              code;
} Parser;

static bool refuse(Parser *parser, const char *word)
{
    static const char *const hints[] = { "\n Use keyword 'set' to modify value",
                                         "\n Use keyword 'set' to modify SLURM_PRINT_VALUE", "" };

    g_string_append_printf(parser->err, " Unknown condition: %s%s\n", word,
                           hints[parser->entity->refusal]);
    parser->code = 1;
    return false;
}

static bool take_action(Parser *parser, const char *value)
{
    static const char *const known[] = {
        "Add Account Coord",
        "Add Accounts",
        "Add Associations",
        "Add Clusters",
        "Add QOS",
        "Add Resources",
        "Add TRES",
        "Add Users",
        "Add WCKeys",
        "Modify Accounts",
        "Modify Associations",
        "Modify Clusters",
        "Modify QOS",
        "Modify Resources",
        "Modify Users",
        "Remove Account Coords",
        "Remove Accounts",
        "Remove Associations",
        "Remove Clusters",
        "Remove QOS",
        "Remove Resources",
        "Remove Users",
        "Remove WCKeys",
    };
    g_autofree char *text = ss_cmd_value(value);

    for (size_t i = 0; i < G_N_ELEMENTS(known); i++) {
        if (g_ascii_strcasecmp(text, known[i]) == 0) {
            add_names(parser->query, SS_COND_ACTIONS, text);
            return true;
        }
    }
    g_string_append_printf(parser->err, "sacctmgr: error: You gave a bad action '%s'.\n", text);
    parser->code = 1;
    return false;
}

static void take_event(SsSacctmgrQuery *query, const char *value)
{
    if (g_ascii_strncasecmp(value, "cluster", 1) == 0)
        query->flags |= SS_SACCTMGR_CLUSTER_EVENTS;
    else if (g_ascii_strncasecmp(value, "node", 1) == 0)
        query->flags |= SS_SACCTMGR_NODE_EVENTS;
}

static void set_text(char **text, const char *value)
{
    g_free(*text);
    *text = g_strdup(value);
}

static bool take_row(Parser *parser, const Row *row, const char *value)
{
    SsSacctmgrQuery *query = parser->query;

    query->flags |= row->assoc ? SS_SACCTMGR_ASKED_ASSOC : 0;
    switch (row->take) {
    case TAKE_LIST:
        add_names(query, row->what, value);
        return true;
    case TAKE_FLAG:
        query->flags |= row->what;
        return true;
    case TAKE_FORMAT:
        add_format(query, value);
        return true;
    case TAKE_START:
        set_text(&query->start, value);
        return true;
    case TAKE_END:
        set_text(&query->end, value);
        return true;
    case TAKE_ADMIN:
        query->admin_level = ss_cmd_admin_level(value);
        return true;
    case TAKE_EVENT:
        take_event(query, value);
        return true;
    case TAKE_ACTION:
        return take_action(parser, value);
    case TAKE_OPEN:
        query->flags |= g_ascii_strncasecmp(value, "open", 4) == 0 ? SS_SACCTMGR_OPEN_EVENTS : 0;
        return true;
    case TAKE_BREAK:
        parser->code = 1;
        return false;
    case TAKE_NOTHING:
        break;
    }
    return true;
}

/* A bare word that is no flag: a name, or an id where the entity has ids. */
static bool take_bare(Parser *parser, const char *word)
{
    if (parser->entity->bare == SS_COND_IDS && !g_ascii_isdigit(word[0])) {
        g_string_append_printf(parser->err, "sacctmgr: error: Invalid value for %s (%s)\n",
                               parser->entity->entity == SS_SACCTMGR_TXN ? "ID" : "AssocId", word);
        parser->code = 1;
        return false;
    }
    add_names(parser->query, parser->entity->bare, word);
    return true;
}

static bool take_condition(Parser *parser, const char *text)
{
    const SsCmdWord word = ss_cmd_word(text);

    if (ss_cmd_word_bare(&word, "set", 3) || ss_cmd_word_bare(&word, "where", 5))
        return true;
    for (const Row *row = parser->entity->rows; row->name != NULL; row++) {
        const bool fits = row->take == TAKE_FLAG ? ss_cmd_word_bare(&word, row->name, row->min)
                                                 : ss_cmd_word_is(&word, row->name, row->min);
        if (fits)
            return take_row(parser, row, word.value);
    }
    return word.value == NULL ? take_bare(parser, text) : refuse(parser, text);
}

static const Entity *find_entity(const char *word, GString *err)
{
    const size_t length = word != NULL ? strlen(word) : 0;

    for (size_t i = 0; word != NULL && i < G_N_ELEMENTS(entities); i++) {
        if (length >= entities[i].min && length <= strlen(entities[i].name)
            && g_ascii_strncasecmp(word, entities[i].name, length) == 0)
            return &entities[i];
    }
    g_string_append(err, "No valid entity in list command\nInput line must include \"Account\", "
                         "\"Association\", \"Cluster\", \"Configuration\",\n\"Event\", "
                         "\"Federation\", \"Problem\", \"QOS\", \"Resource\", \"Reservation\",\n"
                         "\"RunAwayJobs\", \"Stats\", \"Transaction\", \"TRES\", \"User\", or "
                         "\"WCKey\"\n");
    return NULL;
}

static bool parse_show(Parser *parser, char **words)
{
    parser->entity = find_entity(words[0], parser->err);
    if (parser->entity == NULL) {
        parser->code = 1;
        return false;
    }
    parser->query->entity = parser->entity->entity;
    for (words++; *words != NULL; words++) {
        if (!take_condition(parser, *words))
            return false;
    }
    const uint32_t flags = parser->query->flags;
    if (!(flags & SS_SACCTMGR_ASKED_ASSOC)
        || (flags & (SS_SACCTMGR_WITH_ASSOC | SS_SACCTMGR_IMMEDIATE)))
        return true;
    g_string_append(parser->out, "You requested options that are only valid when querying with the "
                                 "withassoc option.\nAre you sure you want to continue? (You have "
                                 "30 seconds to decide)\n(N/y): \nAborted\n");
    return false;
}

static bool parse_dump(Parser *parser, char **words)
{
    for (; *words != NULL; words++) {
        const SsCmdWord word = ss_cmd_word(*words);

        if (word.value == NULL || ss_cmd_word_is(&word, "Cluster", 1)) {
            add_names(parser->query, SS_COND_CLUSTERS, word.value != NULL ? word.value : word.text);
        } else if (ss_cmd_word_is(&word, "File", 1)) {
            set_text(&parser->query->file, word.value);
        } else {
            g_string_append_printf(parser->err, " Unknown option: %s\n", word.text);
            parser->code = 1;
        }
    }
    if (parser->query->lists[SS_COND_CLUSTERS] != NULL && parser->code == 0)
        return true;
    g_string_append(parser->err, " We need a cluster to dump.\n");
    parser->code = 1;
    return false;
}

SsSacctmgrQuery *ss_sacctmgr_query_parse(char **words, GString *out, GString *err, int *code)
{
    g_autoptr(SsSacctmgrQuery) query = g_new0(SsSacctmgrQuery, 1);
    g_autoptr(GPtrArray)       rest = ss_sacctmgr_options(words, &query->flags, err);
    Parser                     parser = { query, NULL, out, err, 0 };

    *code = 1;
    if (rest == NULL)
        return NULL;
    query->action = ss_sacctmgr_action(words);
    char **behind = (char **) rest->pdata + 1; /* the action itself is known */
    bool   ok = query->action == SS_SACCTMGR_DUMP   ? parse_dump(&parser, behind)
                : query->action == SS_SACCTMGR_SHOW ? parse_show(&parser, behind)
                                                    : false;
    *code = parser.code;
    return ok ? g_steal_pointer(&query) : NULL;
}
