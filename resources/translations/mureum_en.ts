<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>mureum::ui::AdaptDialog</name>
    <message numerus="yes">
        <source>%1 (about %n min)</source>
        <translation>
            <numerusform>%1 (about %n minute)</numerusform>
            <numerusform>%1 (about %n minutes)</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::AdaptPanel</name>
    <message numerus="yes">
        <source>EX %1 → %2 on %n question(s) it had not seen</source>
        <translation>
            <numerusform>EX %1 → %2 on %n question it had not seen</numerusform>
            <numerusform>EX %1 → %2 on %n questions it had not seen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::CompareView</name>
    <message numerus="yes">
        <source>%n example(s) are in one run only</source>
        <translation>
            <numerusform>%n example is in one run only</numerusform>
            <numerusform>%n examples are in one run only</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::EvaluationPage</name>
    <message numerus="yes">
        <source>Delete %n run(s) with all records? %1</source>
        <translation>
            <numerusform>Delete %n run with all records? %1</numerusform>
            <numerusform>Delete %n runs with all records? %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::ExampleView</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::ExamplesPanel</name>
    <message numerus="yes">
        <source>%n example(s)</source>
        <translation>
            <numerusform>%n example</numerusform>
            <numerusform>%n examples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::HistoryModel</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::LeaveQuestion</name>
    <message numerus="yes">
        <source>%n job(s) not finished: %1</source>
        <translation>
            <numerusform>%n job not finished: %1</numerusform>
            <numerusform>%n jobs not finished: %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::MainWindow</name>
    <message numerus="yes">
        <source>%n job(s) running</source>
        <translation>
            <numerusform>%n job running</numerusform>
            <numerusform>%n jobs running</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::MethodPage</name>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln step</numerusform>
            <numerusform>%Ln steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::PromptInspector</name>
    <message numerus="yes">
        <source>%n token(s)</source>
        <translation>
            <numerusform>%n token</numerusform>
            <numerusform>%n tokens</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::QuantizationPage</name>
    <message numerus="yes">
        <source>Delete %n quantization(s)? %1</source>
        <translation>
            <numerusform>Delete %n quantization? %1</numerusform>
            <numerusform>Delete %n quantizations? %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::QuantizationReport</name>
    <message numerus="yes">
        <source>All %Ln question(s) are judged as before.</source>
        <translation>
            <numerusform>The %Ln question is judged as before.</numerusform>
            <numerusform>All %Ln questions are judged as before.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s) are few; more of your own tell more.</source>
        <translation>
            <numerusform>%Ln question is little; more of your own tell more.</numerusform>
            <numerusform>%Ln questions are few; more of your own tell more.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::ResultPairView</name>
    <message numerus="yes">
        <source>the first %n row(s)</source>
        <translation>
            <numerusform>the first %n row</numerusform>
            <numerusform>the first %n rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunCheck</name>
    <message numerus="yes">
        <source>%n line(s) cannot be used and are left out; line %1: %2</source>
        <translation>
            <numerusform>%n line cannot be used and is left out; line %1: %2</numerusform>
            <numerusform>%n lines cannot be used and are left out; line %1: %2</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n database(s) are missing in the folder: %1</source>
        <translation>
            <numerusform>%n database is missing in the folder: %1</numerusform>
            <numerusform>%n databases are missing in the folder: %1</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n example(s) have no right answer and cannot be scored</source>
        <translation>
            <numerusform>%n example has no right answer and cannot be scored</numerusform>
            <numerusform>%n examples have no right answer and cannot be scored</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n question(s) come up more than once</source>
        <translation>
            <numerusform>%n question comes up more than once</numerusform>
            <numerusform>%n questions come up more than once</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n right answer(s) do not run, of %1 tried; %2</source>
        <translation>
            <numerusform>%n right answer does not run, of %1 tried; %2</numerusform>
            <numerusform>%n right answers do not run, of %1 tried; %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::RunRecords</name>
    <message numerus="yes">
        <source>%n line(s) of records.jsonl cannot be read and are left out</source>
        <translation>
            <numerusform>%n line of records.jsonl cannot be read and is left out</numerusform>
            <numerusform>%n lines of records.jsonl cannot be read and are left out</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::SchemaModel</name>
    <message numerus="yes">
        <source>View %1, %n column(s)</source>
        <translation>
            <numerusform>View %1, %n column</numerusform>
            <numerusform>View %1, %n columns</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Table %1, %n column(s)</source>
        <translation>
            <numerusform>Table %1, %n column</numerusform>
            <numerusform>Table %1, %n columns</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::SqlPane</name>
    <message numerus="yes">
        <source>%n row(s)</source>
        <translation>
            <numerusform>%n row</numerusform>
            <numerusform>%n rows</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::StartPage</name>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln step</numerusform>
            <numerusform>%Ln steps</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::TrainingPage</name>
    <message numerus="yes">
        <source>Delete %n training(s)? %1</source>
        <translation>
            <numerusform>Delete %n training? %1</numerusform>
            <numerusform>Delete %n trainings? %1</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>mureum::ui::TrainingWizard</name>
    <message numerus="yes">
        <source>%Ln question(s) are left out; the first step says why.</source>
        <translation>
            <numerusform>%Ln question is left out; the first step says why.</numerusform>
            <numerusform>%Ln questions are left out; the first step says why.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln question(s)</source>
        <translation>
            <numerusform>%Ln question</numerusform>
            <numerusform>%Ln questions</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%Ln step(s)</source>
        <translation>
            <numerusform>%Ln step</numerusform>
            <numerusform>%Ln steps</numerusform>
        </translation>
    </message>
</context>
</TS>
