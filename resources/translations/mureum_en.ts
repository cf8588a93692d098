<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
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
</TS>
