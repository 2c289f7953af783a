/* SPDX-License-Identifier: Apache-2.0 */

/*
 * faults.c - the table of what can be wrong with a site.
 *
 * One row a fault, in the order of the enum. The two severities are the whole difference between
 * lenient and strict reading: no reader asks how strict it is, it reports what it saw. Strict is a
 * copy of slurmctld 22.05: what it dies of is an error here, what it logs and survives is a warning,
 * even where we would be stricter. Lenient forgives what only an old or a newer release, a missing
 * daemon or a missing account on this machine would mind, and nothing that changes what the site means.
 *
 * A code is for ever: `slurmsim doc SC0203` must explain a finding in last year's log. Rows may be
 * added at the end of their hundred; none is renumbered.
 */
#include "configs/faults.h"

#include <string.h>

#define E SS_SEVERITY_ERROR
#define W SS_SEVERITY_WARNING
#define N SS_SEVERITY_NOTE

static const SsFaultRow rows[SS_N_FAULTS] = {
    /* --- files and grammar --- */
    [SS_FAULT_UNREADABLE] = { "SC0101", E, E, "file cannot be read",
                              "check its name and permissions",
                              "The file exists but could not be read to its end. Nothing behind that point was seen." },
    [SS_FAULT_EMPTY_FILE] = { "SC0102", N, N, "empty file", NULL,
                              "A file without a single line is legal; it says nothing." },
    [SS_FAULT_NOT_A_PAIR] = { "SC0103", E, E, "not a key=value pair",
                              "write one key=value a line, or several behind a record key such as NodeName",
                              "Slurm reads a line from left to right as key=value pairs and gives up at the first text that is "
                              "none. An empty value is such a text: write \"\" for an empty string. A plain key may be the "
                              "only one on its line." },
    [SS_FAULT_BYTE_ORDER_MARK] = { "SC0104", W, E, "byte order mark",
                                   "save the file as plain UTF-8",
                                   "The file begins with the three bytes that some editors put before UTF-8 text. Slurm takes them "
                                   "for a part of the first key and cannot read the first line." },
    [SS_FAULT_INCLUDE_MISSING] = { "SC0105", E, E, "included file is missing",
                                   "put the file beside the including one",
                                   "Relative names are looked for in the folder of the file with the Include line. Real Slurm "
                                   "tries for a minute and stops." },
    [SS_FAULT_INCLUDE_LOOP] = { "SC0106", E, E, "Include in a circle",
                                "remove one of the Include lines",
                                "A file includes itself, directly or through others, or Include lines are nested more than 32 "
                                "deep. Real Slurm does not look for circles and never ends." },
    [SS_FAULT_INCLUDE_NO_CLUSTER] = { "SC0107", E, E, "%c without ClusterName",
                                      "put ClusterName above the Include line",
                                      "%c in the name of an included file is the ClusterName of an earlier line." },
    [SS_FAULT_INCLUDE_WILDCARD] = { "SC0108", E, E, "wildcard in Include", "name each file",
                                    "22.05 takes a * for a character of the name; later releases refuse it." },
    [SS_FAULT_HOSTLIST] = { "SC0109", E, E, "bad host list", NULL,
                            "A host list is names separated by commas, with numbers in brackets: node[01-16,20],gpu[1-2]." },
    [SS_FAULT_OPEN_BRACKET] = { "SC0110", W, W, "bracket is not closed", "close it",
                                "22.05 reads n[1-4 as one host named n. Imitated only on request." },
    [SS_FAULT_INCLUDE_LOCAL] = { "SC0111", N, N, "included file taken from the site's folder", NULL,
                                 "The Include line names an absolute path; a copy of that file lies in the site's folder and is "
                                 "read instead." },
    [SS_FAULT_OPEN_QUOTE] = { "SC0112", W, W, "quote is not closed", "close it behind the value",
                              "22.05 then takes the value up to the next blank, with the quote as a part of it. A # inside "
                              "quotes begins a comment all the same and cuts off what follows, the closing quote too." },

    /* --- keys --- */
    [SS_FAULT_UNKNOWN_KEY] = { "SC0201", W, E, "unknown key", "correct its spelling or take it out",
                               "No release of Slurm that we know has this key here. It is skipped; slurmctld refuses the file." },
    [SS_FAULT_REMOVED_KEY] = { "SC0202", W, E, "key of an older release", "remove it",
                               "Slurm 22.05 no longer has this key and does not start with it. It is skipped." },
    [SS_FAULT_DEFUNCT_KEY] = { "SC0203", W, W, "key without effect", "remove it",
                               "Slurm 22.05 still accepts the key, logs an error and ignores the value." },
    [SS_FAULT_NEWER_KEY] = { "SC0204", W, E, "key of a newer release",
                             "take it out until that release is installed",
                             "The key came after 22.05, which refuses it. It is skipped." },
    [SS_FAULT_REPEATED_KEY] = { "SC0205", W, W, "key given more than once", "keep one of the lines",
                                "The last value is used, as in Slurm." },
    [SS_FAULT_BAD_VALUE] = { "SC0206", E, E, "value cannot be used", NULL,
                             "The value is not of the form or not in the range its key takes. Numbers are decimal, 0x hex or "
                             "0 octal; only some take a K; none takes G." },
    [SS_FAULT_BAD_WORD] = { "SC0207", E, E, "unknown word", NULL,
                            "The key takes a fixed list of words, and Slurm refuses the file when it meets another." },
    [SS_FAULT_SCHED_PARAM_RANGE] = { "SC0208", W, W, "scheduler option out of range",
                                     "the default is used",
                                     "Slurm logs an error and uses the default. Numbers here are read up to the first character that "
                                     "is no digit, so a word counts as 0." },
    [SS_FAULT_SCHED_PARAM_REMOVED] = { "SC0209", W, E, "scheduler option of an older release",
                                       "take it out",
                                       "Slurm 22.05 does not start with it under sched/backfill. Lenient reading uses it as its "
                                       "successor." },
    [SS_FAULT_SCHED_PARAM_UNKNOWN] = { "SC0210", W, W, "unknown option",
                                       "see `slurmsim doc keys` for the names",
                                       "Slurm searches the value for the words it knows and never mentions others: a typing error is "
                                       "silent there." },
    [SS_FAULT_SCHED_PARAM_MISREAD] = { "SC0242", W, W, "scheduler option misread",
                                       "write digits only",
                                       "Numbers in SchedulerParameters are read up to the first character that is no digit, so 60s "
                                       "is 60 and a word is 0. Slurm does not mention it." },
    [SS_FAULT_SCHED_PARAM_VALUE] = { "SC0243", W, W,
                                     "scheduler option with a value it does not take",
                                     "leave the option out to have it off",
                                     "Slurm looks for the word alone: bf_continue=no turns bf_continue on." },
    [SS_FAULT_UNSUPPORTED] = { "SC0211", W, W, "not modelled",
                               "see slurmsim doc departures for what is done instead",
                               "The key is understood and would change results on a real cluster, but the simulator does not "
                               "model it yet. Results may differ from the site's." },
    [SS_FAULT_PLUGIN_UNKNOWN] = { "SC0212", W, E, "unknown plugin", NULL,
                                  "slurmctld could not load a plugin of this name and would stop." },
    [SS_FAULT_NO_CLUSTER_NAME] = { "SC0213", W, E, "ClusterName is missing",
                                   "add ClusterName=name near the top; \"cluster\" is used",
                                   "Accounting and reports are by cluster, so Slurm insists on a name." },
    [SS_FAULT_NO_CONTROLLER] = { "SC0214", N, E, "no SlurmctldHost", "add SlurmctldHost=name",
                                 "A simulation has no daemon and does not need one; slurmctld stops without." },
    [SS_FAULT_DUPLICATE_CONTROLLER] = { "SC0215", N, E, "SlurmctldHost given twice",
                                        "remove one of them",
                                        "slurmctld stops when two controllers have one name." },
    [SS_FAULT_OLD_CONTROLLER] = { "SC0216", N, N, "old controller key ignored", "remove it",
                                  "ControlMachine, ControlAddr, BackupController and BackupAddr are ignored when SlurmctldHost is "
                                  "there." },
    [SS_FAULT_LINEAR_CONSUMABLE] = { "SC0217", E, E, "select/linear cannot count CPUs",
                                     "use SelectType=select/cons_tres, or CR_Memory alone",
                                     "select/linear gives out whole nodes; with it SelectTypeParameters may ask for CR_Memory at "
                                     "most. Note that linear is the default of 22.05 when SelectType is absent." },
    [SS_FAULT_SELECT_DEFAULT] = { "SC0218", N, N, "SelectTypeParameters not given",
                                  "write SelectTypeParameters, so that it is meant",
                                  "cons_res and cons_tres then use CR_Core_Memory." },
    [SS_FAULT_PREEMPT_PAIR] = { "SC0219", E, E, "PreemptType and PreemptMode do not match",
                                "give both or neither",
                                "A preemption plugin needs a mode other than OFF, and a mode (GANG aside) needs a plugin." },
    [SS_FAULT_SUSPEND_NEEDS_GANG] = { "SC0220", E, E, "PreemptMode=SUSPEND needs GANG",
                                      "write PreemptMode=SUSPEND,GANG",
                                      "Suspended jobs are resumed by the gang scheduler, so SUSPEND is refused without it." },
    [SS_FAULT_JOB_ID_RANGE] = { "SC0221", E, E, "job ids or counts out of range",
                                "lower the first or raise the last",
                                "FirstJobId must be at least 1 and not above MaxJobId; MaxJobCount must be at least 1." },
    [SS_FAULT_NO_DECAY_NO_RESET] = { "SC0222", E, E, "usage neither decays nor resets",
                                     "set PriorityUsageResetPeriod, or a half-life above 0",
                                     "With PriorityDecayHalfLife=0 recorded usage would grow for ever." },
    [SS_FAULT_ENFORCE_WITHOUT_DBD] = { "SC0223", W, W, "nothing to enforce",
                                       "set AccountingStorageType=accounting_storage/slurmdbd",
                                       "Associations and their limits live in slurmdbd. Without it Slurm resets "
                                       "AccountingStorageEnforce to none." },
    [SS_FAULT_TRES_WITHOUT_DBD] = { "SC0224", N, E, "extra TRES need slurmdbd",
                                    "set AccountingStorageType=accounting_storage/slurmdbd",
                                    "slurmctld 22.05 stops when AccountingStorageTRES names more than the built-in ones and there is "
                                    "no slurmdbd. The simulator tracks them all the same." },
    [SS_FAULT_TRES_UNKNOWN] = { "SC0225", E, E, "unknown TRES", "name it in AccountingStorageTRES",
                                "A weight or a tracked resource names a TRES that this cluster does not have." },
    [SS_FAULT_TRES_NO_GRES] = { "SC0226", W, E, "tracked GRES is not in GresTypes",
                                "add it to GresTypes",
                                "AccountingStorageTRES=gres/x needs GresTypes=x." },
    [SS_FAULT_WEIGHTS_TOO_HIGH] = { "SC0227", W, W, "priority weights are too high",
                                    "lower them until their sum is below 4294967296",
                                    "PriorityWeight values too high, job priority value may overflow: every Slurm command says so "
                                    "first. A priority is a 32-bit number." },
    [SS_FAULT_MEMORY_EXCLUSIVE] = { "SC0228", W, W, "memory given per CPU and per node",
                                    "keep one of them",
                                    "The value per node wins; the one per CPU is ignored." },
    [SS_FAULT_LICENSES] = { "SC0229", E, E, "bad licence list", "write name:count,name:count",
                            "Licenses is a list of name[:count]; blanks are not allowed inside." },
    [SS_FAULT_GRES_NEEDS_GPU] = { "SC0230", E, E, "mps and shard share a GPU",
                                  "add gpu to GresTypes",
                                  "The GRES mps and shard are parts of a gpu and need it in GresTypes." },
    [SS_FAULT_GRES_NEEDS_CONS_TRES] = { "SC0231", W, W, "shared GRES need select/cons_tres",
                                        "set SelectType=select/cons_tres",
                                        "Only cons_tres can share a device; jobs that ask for it wait for ever." },
    [SS_FAULT_GRES_TYPE_TWICE] = { "SC0232", N, N, "GRES named twice in GresTypes", "remove one",
                                   "The second is ignored." },
    [SS_FAULT_MCS] = { "SC0233", E, E, "MCSParameters without MCSPlugin",
                       "add MCSPlugin or remove it",
                       "Slurm refuses the parameters of a plugin that is not chosen." },
    [SS_FAULT_SCHED_LOG] = { "SC0234", N, E, "SlurmSchedLogLevel without SlurmSchedLogFile",
                             "name the file or remove the level",
                             "Slurm refuses a level without a file to write to." },
    [SS_FAULT_MYSQL] = { "SC0236", W, E, "accounting_storage/mysql in slurm.conf",
                         "write accounting_storage/slurmdbd",
                         "That plugin belongs to slurmdbd.conf. It is read as slurmdbd." },
    [SS_FAULT_DAEMON_VALUE] = { "SC0237", N, E, "value that the daemon refuses", NULL,
                                "The value cannot matter in a simulation, but slurmctld 22.05 would not start with it." },
    [SS_FAULT_VALUE_ADJUSTED] = { "SC0238", W, W, "value adjusted", NULL,
                                  "Slurm does not take the value as written and goes on with another." },
    [SS_FAULT_FAIRSHARE_WITHOUT_DBD] = { "SC0239", W, W, "fair share without slurmdbd",
                                         "set AccountingStorageType=accounting_storage/slurmdbd",
                                         "Shares and usage are kept by slurmdbd. Without it the weight is shown and has no effect." },
    [SS_FAULT_ENFORCE_WORD] = { "SC0240", W, E, "unknown word of AccountingStorageEnforce", NULL,
                                "slurmctld refuses the file. Lenient reading reads the word as the nearest one, or leaves it "
                                "out." },

    [SS_FAULT_SELECT_UNIT] = { "SC0241", E, E, "nothing to give out",
                               "write CR_Core_Memory, CR_CPU_Memory or CR_Socket_Memory",
                               "cons_res and cons_tres need to know the unit: CPU, core or socket." },

    /* --- nodes --- */
    [SS_FAULT_NODE_GEOMETRY] = { "SC0301", W, W, "sockets, cores and CPUs do not fit",
                                 "let sockets x cores x threads be CPUs",
                                 "Slurm corrects the counts: zeros become 1, CPUs become Sockets x CoresPerSocket x "
                                 "ThreadsPerCore when they match no product of these." },
    [SS_FAULT_NODE_CPUS_FATAL] = { "SC0302", E, E, "CPUs are neither cores nor threads",
                                   "set CPUs to the number of cores or of threads",
                                   "With cons_res and cons_tres slurmctld stops when CPUs is neither Sockets x CoresPerSocket nor "
                                   "that times ThreadsPerCore." },
    [SS_FAULT_NODE_SPEC] = { "SC0303", W, W, "specialised cores or memory do not fit",
                             "keep back less than the node has",
                             "CoreSpecCount must be below the number of cores, MemSpecLimit below RealMemory, and "
                             "CPUSpecList a list of the node's CPUs." },
    [SS_FAULT_NODE_STATE] = { "SC0304", E, E, "unknown node state",
                              "use UNKNOWN, IDLE, DOWN, DRAIN, FAIL, FUTURE or CLOUD",
                              "slurmctld stops at it." },
    [SS_FAULT_NODE_TWICE] = { "SC0305", E, E, "node defined twice", "remove one of the lines",
                              "Every node stands on exactly one NodeName line." },
    [SS_FAULT_NODE_NAME] = { "SC0306", E, E, "reserved or missing node name",
                             "give the nodes names of their own",
                             "ALL is a reserved word, and a list must name at least one host." },
    [SS_FAULT_NODE_ADDRESSES] = { "SC0307", W, E, "fewer addresses than nodes",
                                  "give as many NodeAddr and NodeHostname as NodeName",
                                  "A simulation sends nothing, so the addresses are only shown." },
    [SS_FAULT_NO_NODES] = { "SC0308", E, E, "no nodes", "add a NodeName line",
                            "A cluster without nodes cannot run anything, and slurmctld stops." },
    [SS_FAULT_NODE_GRES_TYPE] = { "SC0309", W, W, "GRES is not in GresTypes", "add it to GresTypes",
                                  "The item is dropped; the node is used without it." },
    [SS_FAULT_NODE_GRES_COUNT] = { "SC0310", W, W, "bad GRES count", "write name:type:count",
                                   "The item counts nothing." },
    [SS_FAULT_NODE_GRES_MIXED] = { "SC0311", W, W, "GRES with and without a type",
                                   "give every item of the name a type, or none",
                                   "slurmd stops when items of one name are mixed." },
    [SS_FAULT_DEFAULT_KEY] = { "SC0312", E, E, "key not allowed on a DEFAULT line", "remove it",
                               "Names and addresses belong to single nodes." },
    [SS_FAULT_DOWN_NODE] = { "SC0313", W, W, "DownNodes names an unknown node", "correct the list",
                             "Slurm logs an error and goes on." },

    /* --- partitions --- */
    [SS_FAULT_PART_TWICE] = { "SC0401", E, E, "partition defined twice", "remove one of the lines",
                              "Every partition has exactly one line." },
    [SS_FAULT_NO_PARTS] = { "SC0402", E, E, "no partitions", "add a PartitionName line",
                            "Without a partition no job could be submitted, and slurmctld stops." },
    [SS_FAULT_NO_DEFAULT_PART] = { "SC0403", W, W, "no default partition",
                                   "add Default=YES to one of them",
                                   "Jobs that name no partition are refused." },
    [SS_FAULT_DEFAULT_PART_CHANGED] = { "SC0404", N, N, "several default partitions",
                                        "keep one Default=YES", "The last one wins." },
    [SS_FAULT_PART_NODE] = { "SC0405", E, E, "partition names an unknown node",
                             "add a NodeName line or correct the list", "slurmctld stops at it." },
    [SS_FAULT_PART_EMPTY] = { "SC0406", W, N, "partition without nodes", "add Nodes=list",
                              "Legal, but its jobs can never start." },
    [SS_FAULT_PART_DEFAULT_TIME] = { "SC0407", W, N, "DefaultTime exceeds MaxTime",
                                     "lower DefaultTime",
                                     "DefaultTime is dropped: jobs without a limit get MaxTime." },
    [SS_FAULT_PART_SHARE] = { "SC0408", W, W, "bad OverSubscribe count", "write YES:2 or more",
                              "NO is used." },
    [SS_FAULT_PART_ALLOW_DENY] = { "SC0409", W, W, "both Allow and Deny", "keep one of them",
                                   "The Deny list is ignored." },
    [SS_FAULT_PART_ALTERNATE] = { "SC0410", W, W, "alternate partition does not exist",
                                  "correct it", "Jobs are not redirected." },
    [SS_FAULT_PART_QOS] = { "SC0411", E, E, "partition QOS does not exist",
                            "add the QOS to the accounts, or remove it from the partition",
                            "With slurmdbd an unknown partition QOS stops slurmctld." },
    [SS_FAULT_PART_QOS_LIST] = { "SC0412", W, W, "AllowQos or DenyQos names an unknown QOS",
                                 "add the QOS to the accounts, or remove it from the list",
                                 "The word is ignored; a list of unknown words only is no rule." },
    [SS_FAULT_PART_ACCOUNT] = { "SC0413", N, N,
                                "AllowAccounts or DenyAccounts names an unknown account",
                                "correct the list", "Nobody can be in that account." },
    [SS_FAULT_PART_BILLING] = { "SC0414", E, E, "bad TRESBillingWeights",
                                "write TRES=weight,... of what AccountingStorageTRES names",
                                "A list of TRES=weight; each TRES must be tracked. slurmctld stops." },
    [SS_FAULT_NODESET] = { "SC0415", W, W, "node set defined twice", "give it another name",
                           "The first definition counts. A set may name only sets defined below it." },
    [SS_FAULT_PART_QOS_NO_DBD] = { "SC0416", W, W, "partition QOS without accounting",
                                   "add accounts with the QOS, or remove it from the partition",
                                   "The site has no QOS at all, so this partition's QOS does nothing." },

    /* --- gres.conf --- */
    [SS_FAULT_GRES_UNKNOWN_NAME] = { "SC0501", W, W,
                                     "gres.conf names a GRES that is not in GresTypes",
                                     "add it to GresTypes of slurm.conf", "The line is ignored." },
    [SS_FAULT_GRES_NO_NAME] = { "SC0502", W, W, "gres.conf line without Name",
                                "add Name=", "The line is ignored." },
    [SS_FAULT_GRES_COUNT_FILES] = { "SC0503", W, W, "Count differs from the number of files",
                                    "leave Count out, or make it the number of files",
                                    "slurmd stops: every file is one device." },
    [SS_FAULT_GRES_FILE_MIX] = { "SC0504", W, W, "some records with File, some without",
                                 "give File to all records of the GRES on a node, or to none",
                                 "slurmd stops." },
    [SS_FAULT_GRES_TYPE_MIX] = { "SC0505", W, W, "some records with Type, some without",
                                 "give Type to all records of the GRES on a node, or to none",
                                 "slurmd stops." },
    [SS_FAULT_GRES_DUPLICATE] = { "SC0506", W, W, "GRES given twice without files",
                                  "put the counts into one record", "slurmd stops." },
    [SS_FAULT_GRES_CORES] = { "SC0507", W, W, "Cores out of range", "count cores from 0",
                              "Cores are numbered from 0 over the node's sockets; slurmd stops when one does not exist." },
    [SS_FAULT_GRES_LINKS] = { "SC0508", W, W, "bad Links",
                              "one number a device, -1 at its own place",
                              "The links are ignored." },
    [SS_FAULT_GRES_MORE] = { "SC0509", W, W, "gres.conf has more than slurm.conf",
                             "make Gres= of the node agree", "The extra devices are not used." },
    [SS_FAULT_GRES_FEWER] = { "SC0510", W, W, "gres.conf has fewer than slurm.conf",
                              "make Gres= of the node agree",
                              "On a real cluster the node would report fewer than configured and be drained. The simulator "
                              "believes slurm.conf." },
    [SS_FAULT_GRES_AUTODETECT] = { "SC0511", W, W, "AutoDetect cannot be used", NULL,
                                   "There is no device to detect; the counts of slurm.conf are taken as found." },
    [SS_FAULT_GRES_NODE] = { "SC0512", N, N, "gres.conf names an unknown node", NULL,
                             "The line is of no node of this cluster and is skipped." },
    [SS_FAULT_GRES_ABSENT] = { "SC0513", N, N, "no gres.conf", NULL,
                               "Counts come from slurm.conf; devices have no numbers and no cores near them." },

    /* --- topology.conf --- */
    [SS_FAULT_TOPO_MISSING] = { "SC0601", E, E, "no topology.conf",
                                "add it, or remove TopologyPlugin=topology/tree",
                                "slurmctld waits a minute and stops." },
    [SS_FAULT_TOPO_CHILDREN] = { "SC0602", E, E, "switch needs Nodes or Switches",
                                 "give exactly one of them",
                                 "A leaf switch has nodes, any other has switches." },
    [SS_FAULT_TOPO_TWICE] = { "SC0603", E, E, "switch defined twice", "remove one of the lines",
                              "A switch has one line; slurmctld stops at the second." },
    [SS_FAULT_TOPO_CHILD] = { "SC0604", E, E, "switch has an invalid child",
                              "every child is the name of another switch",
                              "Switches= lists names of other switches of this file; slurmctld stops at one that is not there or is the switch itself." },
    [SS_FAULT_TOPO_CYCLE] = { "SC0605", E, E, "switches form no tree",
                              "no switch may hang below itself",
                              "The network must be a tree, or several: slurmctld stops when a switch is above itself." },
    [SS_FAULT_TOPO_TWO_PARENTS] = { "SC0606", W, W, "switch below two others", "hang it below one",
                                    "Slurm runs with it; the switch counts as a part of both." },
    [SS_FAULT_TOPO_NODE] = { "SC0607", W, W, "topology.conf names unknown nodes",
                             "correct the list", "The names are ignored." },
    [SS_FAULT_TOPO_LACK] = { "SC0608", W, W, "nodes without a switch", "add them to a leaf",
                             "Jobs of more than one node do not get them together with others." },
    [SS_FAULT_TOPO_MULTIPLE] = { "SC0609", W, W, "nodes on several leaf switches",
                                 "put each node on one leaf",
                                 "A node is expected on one leaf; Slurm warns and goes on." },
    [SS_FAULT_TOPO_FOREST] = { "SC0610", W, W, "no switch reaches all nodes",
                               "add a switch above the others", "Jobs cannot span trees." },
    [SS_FAULT_TOPO_KIND] = { "SC0611", W, W, "topology that is not modelled", "use topology/tree",
                             "Only none (flat) and tree are modelled; the network is taken as flat." },
    [SS_FAULT_TOPO_NO_SWITCHES] = { "SC0612", W, W, "no switches configured",
                                    "add SwitchName lines", "The network is taken as flat." },

    /* --- between files, and options --- */
    [SS_FAULT_OVERRIDE] = { "SC0701", E, E, "override cannot be used",
                            "write KEY=VALUE, Partition.NAME.KEY=VALUE or Node.LIST.KEY=VALUE",
                            "An override given with -s is read as the last word of slurm.conf and must name a key, a partition or nodes that exist." },
    [SS_FAULT_NO_SITE] = { "SC0702", E, E, "no slurm.conf",
                           "name a folder with slurm.conf, or the file",
                           "A site is a folder with a file slurm.conf, or such a file by itself." },
    [SS_FAULT_USERS_FILE] = { "SC0703", W, W, "bad line in the users file", "write user:uid",
                              "The line is skipped." },
    [SS_FAULT_NO_ACCOUNTS] = { "SC0704", N, N, "no accounts file", NULL,
                               "Users and accounts come from the workload, under one flat root." },
    [SS_FAULT_DBD_WCKEYS] = { "SC0705", W, W, "wckeys that the database does not count",
                              "write TrackWCKey=yes into slurmdbd.conf, too",
                              "Jobs have wckeys, and their use is in no report." },
    [SS_FAULT_SCRIPT_REFUSED] = { "SC0721", E, E, "sacctmgr would not do it", NULL,
                                  "A command of setup.sh or sacctmgr.script is one that sacctmgr refuses, or that changes nothing; the text is sacctmgr's." },
    [SS_FAULT_SCRIPT_LINE] = { "SC0722", E, E, "not a sacctmgr command",
                               "write `sacctmgr add|modify|delete ENTITY ...`; there is no shell here",
                               "setup.sh and sacctmgr.script are read line by line, without a shell." },
    [SS_FAULT_DUMP_LINE] = { "SC0723", E, E, "bad line in a dump", NULL,
                             "A line of accounts.dump is one that sacctmgr load refuses; the text is sacctmgr's." },
    [SS_FAULT_DUMP_QOS] = { "SC0724", W, W, "a QOS that is only named",
                            "give its limits with --qos FILE, the output of `sacctmgr -P show qos`",
                            "A dump names the QOS of associations and says nothing about them: they have no limits and priority 0." },
    [SS_FAULT_DUMP_CLUSTER] = { "SC0725", N, N, "a dump of another cluster", NULL,
                                "The dump's associations are read as those of this cluster." },
    [SS_FAULT_QOS_COLUMN] = { "SC0726", W, W, "unknown column of the QOS table",
                              "take it out, or write the column as sacctmgr prints it",
                              "The column is not read." },
    [SS_FAULT_QOS_REFUSED] = { "SC0727", E, E, "bad row of the QOS table", NULL,
                               "sacctmgr would refuse a value of the row; the text is sacctmgr's." },
    [SS_FAULT_PEOPLE_ADDED] = { "SC0900", N, N, "users of the workload were added", NULL,
                                "--unknown-users=add puts users and accounts that the tree lacks below the root." },
    [SS_FAULT_OPERATION] = { "SC0901", W, W, "an operation was refused", NULL,
                             "A change at a time (--events) was one that scontrol or sacctmgr refuse; the text is theirs. The run goes on without it." },
    [SS_FAULT_ENDLESS] = { "SC0902", W, W, "jobs that nothing ends",
                           "give the workload a column run or timelimit, or the partition a DefaultTime",
                           "A job without run time runs to its time limit, one without limit to its partition's DefaultTime or MaxTime, and where there is none for the 365 days that Slurm takes for UNLIMITED." },

    /* --- judgement: legal, and hardly meant --- */
    [SS_FAULT_JUDGE_ENFORCE] = { "SC0851", W, W, "limits that nothing enforces",
                                 "set AccountingStorageEnforce=associations,limits,qos",
                                 "Limits of associations and QOS are kept in the database and looked at only if AccountingStorageEnforce has limits. Without it every job starts as if there were none." },
    [SS_FAULT_JUDGE_MAX_JOBS] = { "SC0852", W, W, "a limit of an account that counts per user",
                                  "for the account's total set GrpJobs (GrpSubmitJobs)",
                                  "MaxJobs and MaxSubmitJobs of an account are defaults for the associations below it: each user may run so many. The total of a team is GrpJobs and GrpSubmitJobs." },
    [SS_FAULT_JUDGE_EMPTY_QOS] = { "SC0853", N, N, "QOS that say nothing",
                                   "give their limits with --qos FILE (sacctmgr -P show qos), or forget them",
                                   "sacctmgr dump writes the names of QOS and not their limits and priorities. A simulation of such a site lacks what they do." },
    [SS_FAULT_JUDGE_NO_DECAY] = { "SC0854", W, W,
                                  "usage is never forgiven", "set PriorityDecayHalfLife to some days, such as 7-0", "With a half-life of 0 usage only grows until PriorityUsageResetPeriod sets it to zero: right after a reset one large job decides everybody's rank, and nobody who used much comes back before the next." },
    [SS_FAULT_JUDGE_HALF_LIFE] = { "SC0855", W, W, "half-life shorter than a job",
                                   "make it at least as long as the longest MaxTime",
                                   "A job that runs longer than the half-life is half forgiven before it ends: long jobs pay less than short ones for the same resources." },
    [SS_FAULT_JUDGE_MAX_AGE] = { "SC0856", N, N, "age counts longer than usage",
                                 "make PriorityMaxAge about as long as people should wait at most",
                                 "The age factor reaches 1 at PriorityMaxAge. If usage is forgotten much earlier, fair share has reordered the queue before age had its say, and PriorityWeightAge does less than its number suggests." },
    [SS_FAULT_JUDGE_WEIGHT] = { "SC0857", W, W, "a weight that cannot matter",
                                "raise it, or set it to 0 and say so",
                                "A factor runs from 0 to 1 and its weight is the most it can move a priority. If another one moves it more than a hundred times as much, the smaller one decides only between jobs that are equal otherwise." },
    [SS_FAULT_JUDGE_WINDOW] = { "SC0858", W, W, "backfill looks less far than jobs run",
                                "set bf_window to the longest time limit in minutes, and bf_resolution to match",
                                "Backfill plans bf_window minutes ahead. A job whose start lies behind it gets no reservation, so that smaller jobs may be started before it for ever." },
    [SS_FAULT_JUDGE_UNUSABLE] = { "SC0859", W, W, "a partition nobody can use",
                                  "correct it or take it out",
                                  "Jobs sent to this partition are refused or wait for ever." },
    [SS_FAULT_JUDGE_GROUPS] = { "SC0860", N, N, "groups are not known",
                                "let the workload name groups (Group of sacct, --gid), or use AllowAccounts",
                                "AllowGroups asks the system for the members of a group. A site's folder does not hold them, so the simulation decides by the group that a job brings with it." },
    [SS_FAULT_JUDGE_PARTITION_LIMIT] = { "SC0861", W, E, "a limit on a partition's line",
                                         "make a QOS with it (sacctmgr add qos NAME LIMIT=...) and write QOS=NAME on the partition",
                                         "A partition has no limits of its own but MaxTime, MaxNodes and their like. GrpTRES, MaxJobs and the others belong to associations and QOS; a partition QOS applies them to all jobs of the partition." },
    [SS_FAULT_JUDGE_UNKNOWN_USERS] = { "SC0862", W, W, "users that are not in the tree",
                                       "add them to the accounts, or run with --unknown-users=add",
                                       "Where associations are enforced, submissions of users without one are refused, as Slurm does." },
};

const SsFaultRow *ss_fault_row(SsFault fault)
{
    return &rows[fault];
}

const SsFaultRow *ss_fault_by_code(const char *code)
{
    for (size_t i = 0; i < SS_N_FAULTS; i++) {
        if (g_ascii_strcasecmp(rows[i].code, code) == 0)
            return &rows[i];
    }
    return NULL;
}

void ss_fault(const SsFaults *faults, SsFault fault, const SsPlace *place, const char *format, ...)
{
    const SsFaultRow *row = &rows[fault];
    va_list           args;

    va_start(args, format);
    g_autofree char *text = g_strdup_vprintf(format, args);
    va_end(args);
    ss_diag_add(faults->diag, faults->reading == SS_READ_STRICT ? row->strict : row->lenient,
                row->code, place, row->remedy, "%s", text);
}
